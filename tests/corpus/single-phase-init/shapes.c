#include <Python.h>

static PyModuleDef def = {PyModuleDef_HEAD_INIT, .m_name = "shapes", .m_size = 0}; //~ INIT005
static PyObject *the_module;

PyMODINIT_FUNC
PyInit_assigned_in_test(void) //~ INIT001 INIT011
{
    PyObject *m;
    if (!(m = PyModule_Create(&def))) {
        return NULL;
    }
    return m;
}

PyMODINIT_FUNC
PyInit_jumps(void) //~ INIT001
{
    PyObject *m = PyModule_Create(&def);
    if (m == NULL) {
        goto error;
    }
    if (PyModule_AddIntConstant(m, "one", 1) < 0) {
        goto error;
    }
    return m;
error:
    Py_XDECREF(m);
    return NULL;
}

PyMODINIT_FUNC
PyInit_returns_new_reference(void) //~ INIT001
{
    PyObject *m = PyModule_Create(&def);
    return Py_XNewRef(m);
}

PyMODINIT_FUNC
PyInit_conditional(void) //~ INIT001
{
    PyObject *m = PyModule_Create(&def);
    return PyModule_AddIntConstant(m, "one", 1) < 0 ? NULL : m;
}

PyMODINIT_FUNC
PyInit_old_interface(void) //~ INIT001
{
    return PyModule_NewObject(PyUnicode_FromString("x"));
}

PyMODINIT_FUNC
PyInit_makes_another(void) //~ INIT013
{
    PyObject *other = PyModule_Create(&def);
    Py_XDECREF(other);
    return PyModuleDef_Init(&def);
}

PyMODINIT_FUNC
PyInit_unknown(void)
{
    return module_from_elsewhere(&def);
}

PyObject *
get(void) //~ INIT017
{
    return the_module;
}
