/* Macros with which one text is for Python 2 and 3: values, returns and the creation of the module. */
#include <Python.h>

#if PY_MAJOR_VERSION >= 3
#define MOD_ERROR_VAL NULL
#define MOD_SUCCESS_VAL(val) val
#define MOD_RETURN(val) return (val)
#define MOD_INIT(name) PyMODINIT_FUNC PyInit_##name(void)
#define MOD_DEF(ob) ob = PyModule_Create(&moduledef);
#else
#define MOD_ERROR_VAL
#define MOD_SUCCESS_VAL(val)
#define MOD_RETURN(val) return
#define MOD_INIT(name) void init##name(void)
#define MOD_DEF(ob) ob = Py_InitModule("x", NULL);
#endif

static PyTypeObject T = {PyVarObject_HEAD_INIT(NULL, 0).tp_name = "x.T"}; //~ ISO001
static struct PyModuleDef moduledef = {PyModuleDef_HEAD_INIT, "x", 0, -1, NULL};

MOD_INIT(values) //~ INIT001 INIT011
{
    PyObject *m;
    MOD_DEF(m);
    if (m == NULL)
        return MOD_ERROR_VAL;
    if (PyType_Ready(&T) < 0)
        return MOD_ERROR_VAL; //~ INIT018
    return MOD_SUCCESS_VAL(m);
}

MOD_INIT(returns) //~ INIT001
{
    PyObject *m;
    MOD_DEF(m)
    if (m == NULL)
        MOD_RETURN(NULL);
    if (PyType_Ready(&T) < 0)
        MOD_RETURN(NULL); //~ INIT018
    MOD_RETURN(m);
}

MOD_INIT(plain) //~ INIT001
{
    PyObject *m = PyModule_Create(&moduledef);
    if (!m)
        return NULL;;
    if (PyType_Ready(&T) < 0)
        return NULL;; //~ INIT018
    return m;
}

MOD_INIT(released) //~ INIT001
{
    PyObject *m;
    MOD_DEF(m);
    if (m == NULL)
        return MOD_ERROR_VAL;
    if (PyType_Ready(&T) < 0) {
        Py_DECREF(m);
        return MOD_ERROR_VAL;
    }
    return MOD_SUCCESS_VAL(m);
}

MOD_INIT(not_null) //~ INIT001
{
#define MOD_PARTIAL Py_None
    PyObject *m;
    MOD_DEF(m);
    if (m == NULL)
        return MOD_ERROR_VAL;
    if (PyType_Ready(&T) < 0)
        return MOD_PARTIAL;
    return MOD_SUCCESS_VAL(m);
}
