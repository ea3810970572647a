/* Before the module is there, and after its release, NULL is the right value. */
#include <Python.h>

static PyModuleDef set_to_null_silent_module = {PyModuleDef_HEAD_INIT, .m_name = "set_to_null_silent"};
static int prepare(void);

PyMODINIT_FUNC
PyInit_set_to_null_silent(void) //~ INIT001
{
    PyObject *m = NULL;
    if (prepare() < 0)
        goto error;
    m = PyModule_Create(&set_to_null_silent_module);
    return m;
  error:
    m = NULL;
    return m;
}

static PyModuleDef released_module = {PyModuleDef_HEAD_INIT, .m_name = "released"};

PyMODINIT_FUNC
PyInit_released(void) //~ INIT001
{
    PyObject *m = PyModule_Create(&released_module);
    if (!m)
        return m;
    if (PyModule_AddIntConstant(m, "x", 1)) {
        Py_DECREF(m);
        m = NULL;
    }
    return m;
}
