/* An exception says why there is no module. */
#include <Python.h>

PyMODINIT_FUNC
PyInit_silent(void)
{
    PyErr_SetString(PyExc_ImportError, "built without the library");
    return NULL;
}
