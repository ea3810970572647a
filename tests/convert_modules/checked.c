/* Nothing is done but to create the module and to speak of the GIL. */
#include <Python.h>

static PyMethodDef methods[] = {{NULL, NULL, 0, NULL}};

static struct PyModuleDef checked = {
    PyModuleDef_HEAD_INIT,
    "checked",
    NULL,
    -1,
    methods,
    NULL,               /* m_reload */
    NULL,               /* m_traverse */
    NULL,               /* m_clear */
    NULL                /* m_free */
};

PyMODINIT_FUNC PyInit_checked(void)
{
    PyObject *m = PyModule_Create(&checked);
    if (m == NULL) {
        return NULL;
    }
#ifdef Py_GIL_DISABLED
    PyUnstable_Module_SetGIL(m, Py_MOD_GIL_NOT_USED);
#endif
    return m;
}
