/* After its release, NULL is the right value. */
#include <Python.h>

static PyModuleDef set_to_null_released_module = {PyModuleDef_HEAD_INIT, .m_name = "set_to_null_released"};

PyMODINIT_FUNC
PyInit_set_to_null_released(void) //~ INIT001
{
    PyObject *m = PyModule_Create(&set_to_null_released_module);
    if (!m)
        return m;
    if (PyModule_AddIntConstant(m, "x", 1)) {
        Py_DECREF(m);
        m = NULL;
    }
    return m;
}
