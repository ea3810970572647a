#include <Python.h>

PyObject *
use(PyTypeObject *type)
{
    (void)PyUnicode_New(3, 127); //~ LIM001
    return PyType_GetName(type);
}
