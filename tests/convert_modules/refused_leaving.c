/* A macro leaves the function, and another one as well. */
#include <Python.h>

#define ADD(m, name, value) \
    do { if (PyModule_AddIntConstant(m, name, value) < 0) return NULL; } while (0)

static struct PyModuleDef def = {PyModuleDef_HEAD_INIT, "refused_leaving", NULL, -1, NULL};

PyObject *filled(PyObject *m)
{
    ADD(m, "two", 2);
    return m;
}

PyMODINIT_FUNC PyInit_refused_leaving(void)
{
    PyObject *m = PyModule_Create(&def);
    if (m == NULL)
        return NULL;
    ADD(m, "one", 1);
    return m;
}
