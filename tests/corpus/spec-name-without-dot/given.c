#include <Python.h>

typedef struct { PyObject_HEAD int fd; } F;

static PyType_Slot bare_slots[] = {
    {0, NULL},
};
PyType_Spec bare_spec = {"bare", sizeof(F), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, bare_slots};

int
add_types(PyObject *module)
{
    PyObject *type = PyType_FromModuleAndSpec(module, &bare_spec, NULL);
    PyObject *name = PyUnicode_FromString("m");
    if (PyObject_SetAttrString(type, "__module__", name) < 0) {
        return -1;
    }
    Py_DECREF(name);
    return PyModule_Add(module, "bare", type);
}
