/* Macros stand for what is returned. */
#include <Python.h>

#if PY_MAJOR_VERSION >= 3
#define INITERROR return NULL
#define MOD_OK(val) (val)
#else
#define INITERROR return
#define MOD_OK(val)
#endif

static PyMethodDef methods[] = {{NULL, NULL, 0, NULL}};

static struct PyModuleDef def = {PyModuleDef_HEAD_INIT, "macros", NULL, -1, methods};

PyMODINIT_FUNC PyInit_macros(void)
{
    PyObject *m;
    m = PyModule_Create(&def);
    if (m == NULL)
        INITERROR;
    if (PyModule_AddIntConstant(m, "one", 1) < 0)
        INITERROR;
    return MOD_OK(m);
}
