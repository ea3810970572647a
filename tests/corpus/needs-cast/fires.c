#define Py_LIMITED_API 0x030B0000
#include <Python.h>

typedef struct {
    PyObject_HEAD
    PyObject *item;
} Box;

PyObject *
keep(Box *box, PyTypeObject *type)
{
    Py_INCREF(box); //~ LIM005
    Py_INCREF(type);
    if (Py_TYPE(box) != type) { //~ LIM005
        Py_XDECREF(box); //~ LIM005
    }
    return Py_NewRef(type); //~ LIM005
}
