/* One type before the heads for Python 2 and Python 3. */
#include <Python.h>

static PyMethodDef methods[] = {{NULL, NULL, 0, NULL}};

#if PY_MAJOR_VERSION >= 3
static struct PyModuleDef moduledef = {PyModuleDef_HEAD_INIT, "shared_head", NULL, -1, methods, NULL, NULL, NULL, NULL};
#endif

PyMODINIT_FUNC
#if PY_MAJOR_VERSION >= 3
PyInit_shared_head(void)
#else
initshared_head(void)
#endif
{
    PyObject *m;

#if PY_MAJOR_VERSION >= 3
    m = PyModule_Create(&moduledef);
#else
    m = Py_InitModule("shared_head", methods);
#endif

    PyModule_AddIntConstant(m, "one", 1);

#if PY_MAJOR_VERSION >= 3
    return m;
#endif
}
