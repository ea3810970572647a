/* The label that all errors go to forgets the module: the only name that it has gets NULL. */
#include <Python.h>

static PyModuleDef set_to_null_module = {PyModuleDef_HEAD_INIT, .m_name = "set_to_null"};

PyMODINIT_FUNC
PyInit_set_to_null(void) //~ INIT001
{
    PyObject *m = PyModule_Create(&set_to_null_module);
    if (!m)
        return m;
    if (PyModule_AddIntConstant(m, "x", 1))
        goto error;
  error:
    if (PyErr_Occurred()) {
        PyErr_SetString(PyExc_ImportError, "set_to_null: init failed");
        m = NULL; //~ INIT018
    }
    return m;
}
