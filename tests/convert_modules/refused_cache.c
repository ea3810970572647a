/* The module of the first import is kept. */
#include <Python.h>

static struct PyModuleDef def = {PyModuleDef_HEAD_INIT, "refused_cache", NULL, -1, NULL};

PyMODINIT_FUNC PyInit_refused_cache(void)
{
    static PyObject *m = NULL;
    if (m != NULL)
        return m;
    m = PyModule_Create(&def);
    return m;
}
