#include <Python.h>

static PyModuleDef fires_module = {PyModuleDef_HEAD_INIT, .m_name = "fires"};
static PyTypeObject *ready(void);

PyMODINIT_FUNC
PyInit_fires(void) //~ INIT001
{
    PyObject *m;
    m = PyModule_Create(&fires_module);
    if (!m)
        return NULL;
    if (ready() == NULL) {
        return NULL; //~ INIT018
    }
    if (PyModule_AddStringConstant(m, "version", "1") < 0)
        return NULL;
    return m;
}
