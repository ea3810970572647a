/* Another function does the work, for Python 2 as well. */
#include <Python.h>

static PyMethodDef methods[] = {{NULL, NULL, 0, NULL}};

#if PY_MAJOR_VERSION >= 3
static struct PyModuleDef moduledef = {
    PyModuleDef_HEAD_INIT,
    "helper_twice",
    NULL,
    -1,
    methods,
};
#endif

static PyObject *
moduleinit(void)
{
    PyObject *m;

#if PY_MAJOR_VERSION >= 3
    m = PyModule_Create(&moduledef);
#else
    m = Py_InitModule("helper_twice", methods);
#endif
    if (m == NULL)
        return NULL;

    PyModule_AddIntConstant(m, "answer", 42);
    return m;
}

#if PY_MAJOR_VERSION < 3
PyMODINIT_FUNC
inithelper_twice(void)
{
    moduleinit();
}
#else
PyMODINIT_FUNC
PyInit_helper_twice(void)
{
    return moduleinit();
}
#endif
