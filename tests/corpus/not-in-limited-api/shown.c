/* The headers show a name to an older limited API than the one that promises it: it compiles. */
#define Py_LIMITED_API 0x03090000
#include <Python.h>

int
use(PyObject *object, PyTypeObject *type)
{
    /* In the limited API from 3.10 on, and shown to all. */
    if (PyAIter_Check(object)) {
        return 1;
    }
    /* In the limited API from 3.11 on, and shown from then on alone. */
    Py_XDECREF(PyType_GetName(type)); //~ LIM001
    return 0;
}
