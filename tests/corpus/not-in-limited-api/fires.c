#define Py_LIMITED_API 0x030A0000
#include <Python.h>

PyObject *
use(PyTypeObject *type, PyObject *list)
{
    PyListObject *items; //~ LIM001
    (void)PyUnicode_New(3, 127); //~ LIM001
    (void)items;
    return PyType_GetName(type); //~ LIM001
}
