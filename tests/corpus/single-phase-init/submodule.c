#include <Python.h>

static struct PyModuleDef part_module = {PyModuleDef_HEAD_INIT, "spam.part", NULL, 0, NULL};

/* The module around it makes it for itself. */
PyMODINIT_FUNC
PyInit_spam_part(void) //~ INIT011
{
    return PyModule_Create(&part_module);
}

static struct PyModuleDef spam_module = {PyModuleDef_HEAD_INIT, "spam", NULL, 0, NULL};

PyMODINIT_FUNC
PyInit_spam(void) //~ INIT001
{
    PyObject *module = PyModule_Create(&spam_module);
    if (module != NULL && PyModule_Add(module, "part", PyInit_spam_part()) < 0) {
        Py_CLEAR(module);
    }
    return module;
}
