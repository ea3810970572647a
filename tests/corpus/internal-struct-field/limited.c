/* Opaque in the limited API, and a detail of the implementation: one finding. */
#define Py_LIMITED_API 0x030B0000
#include <Python.h>

PyObject *
bases(PyTypeObject *type)
{
    return Py_NewRef(type->tp_mro); //~ LIM003
}
