/* A library has the name of the module, and its functions begin with it. */
#include <Python.h>
#include <zlib.h>

static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, "zlib", NULL, 0, NULL};

PyMODINIT_FUNC
PyInit_zlib(void)
{
    PyObject *m = PyModule_Create(&definition);
    if (m == NULL || PyModule_AddIntConstant(m, "best", Z_BEST_COMPRESSION) < 0) {
        Py_XDECREF(m);
        return NULL;
    }
    return m;
}
