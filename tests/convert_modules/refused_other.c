/* What is returned is another object. */
#include <Python.h>

static struct PyModuleDef def = {PyModuleDef_HEAD_INIT, "refused_other", NULL, -1, NULL};

PyMODINIT_FUNC PyInit_refused_other(void)
{
    PyObject *m = PyModule_Create(&def);
    if (m == NULL)
        return NULL;
    PyObject *wrapped = PyImport_ImportModule("types");
    if (wrapped != NULL) {
        Py_DECREF(m);
        return wrapped;
    }
    return m;
}
