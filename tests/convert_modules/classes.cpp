// C++, with everything inside of `extern "C"`.
#include <Python.h>

extern "C" {

static PyMethodDef methods[] = {{NULL, NULL, 0, NULL}};

static PyModuleDef classes_def = {
    PyModuleDef_HEAD_INIT,
    "classes",
    nullptr,
    -1,
    methods,
};

PyMODINIT_FUNC PyInit_classes(void) {
    auto m = PyModule_Create(&classes_def);
    if (m == nullptr) {
        return nullptr;
    }
    if (PyModule_AddIntConstant(m, "number", 3) < 0) {
        Py_DECREF(m);
        return nullptr;
    }
    return m;
}

}
