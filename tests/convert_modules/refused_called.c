/* Other code calls the init function; a table of embedded modules may name it. */
#include <Python.h>

static struct PyModuleDef def = {PyModuleDef_HEAD_INIT, "refused_called", NULL, -1, NULL};

PyMODINIT_FUNC PyInit_refused_called(void)
{
    PyObject *m = PyModule_Create(&def);
    return m;
}

int add_module(PyObject *modules)
{
    return PyDict_SetItemString(modules, "refused_called", PyInit_refused_called());
}
