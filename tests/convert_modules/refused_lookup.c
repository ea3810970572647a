/* PyState_FindModule finds no module of several phases. */
#include <Python.h>

static struct PyModuleDef def = {PyModuleDef_HEAD_INIT, "refused_lookup", NULL, 8, NULL};

PyMODINIT_FUNC PyInit_refused_lookup(void)
{
    PyObject *m = PyState_FindModule(&def);
    if (m != NULL) {
        Py_INCREF(m);
        return m;
    }
    m = PyModule_Create(&def);
    return m;
}
