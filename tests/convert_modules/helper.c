/* Another function does the work. */
#include <Python.h>

static PyMethodDef methods[] = {{NULL, NULL, 0, NULL}};

static struct PyModuleDef moduledef = {
    PyModuleDef_HEAD_INIT,
    "helper",
    NULL,
    -1,
    methods,
};

static PyObject *
moduleinit(void)
{
    PyObject *m = PyModule_Create(&moduledef);
    if (m == NULL) return NULL;

    PyModule_AddIntConstant(m, "answer", 42);
    return m;
}

PyMODINIT_FUNC
PyInit_helper(void)
{
    return moduleinit();
}
