/* Released on the way, by a label, kept elsewhere, or handed to a function that may release it. */
#include <Python.h>

static PyModuleDef silent_module = {PyModuleDef_HEAD_INIT, .m_name = "silent"};
static PyObject *kept; //~ ISO010
int set_up(PyObject *module);
static int add(PyObject *m) { return PyModule_AddIntConstant(m, "n", 1); }

PyObject *
released(void) //~ INIT017
{
    PyObject *m = PyModule_Create(&silent_module);
    if (m == NULL || PyModule_AddIntConstant(m, "a", 1) < 0) {
        Py_XDECREF(m);
        return NULL;
    }
    return m;
}

PyObject *
jumps(void) //~ INIT017
{
    PyObject *m = PyModule_Create(&silent_module);
    if (m == NULL)
        goto error;
    if (PyModule_AddIntConstant(m, "a", 1) < 0)
        goto error;
    return m;
error:
    Py_XDECREF(m);
    return NULL;
}

PyObject *
stored(void) //~ INIT017
{
    PyObject *m = PyModule_Create(&silent_module);
    if (m == NULL)
        return NULL;
    kept = m;
    if (PyModule_AddIntConstant(m, "a", 1) < 0)
        return NULL;
    return m;
}

PyMODINIT_FUNC
PyInit_silent(void) //~ INIT001
{
    PyObject *m = PyModule_Create(&silent_module);
    if (m == NULL)
        return NULL;
    if (set_up(m) < 0)
        return NULL;
    return m;
}
