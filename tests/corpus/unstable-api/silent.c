/* The manual tells modules of one phase to call this one. */
#include <Python.h>

void
say(PyObject *module)
{
#ifdef Py_GIL_DISABLED
    PyUnstable_Module_SetGIL(module, Py_MOD_GIL_NOT_USED);
#endif
}
