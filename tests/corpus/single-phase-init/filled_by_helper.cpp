#include <Python.h>

static PyMethodDef methods[] = {{nullptr}};
static struct PyModuleDef spam_module = {PyModuleDef_HEAD_INIT, "spam", nullptr, 0, methods, nullptr, nullptr, nullptr, nullptr};

// No init function: import looks for one that takes nothing.
static PyObject *PyInit_filled(PyObject *module)
{
    PyModule_AddIntConstant(module, "one", 1);
    return module;
}

PyMODINIT_FUNC PyInit_spam() //~ INIT001
{
    PyObject *module = PyModule_Create(&spam_module);
    return PyInit_filled(module);
}
