/* What is PyObject already, what is cast, what casts by itself, and what is of no known type. */
#define Py_LIMITED_API 0x030B0000
#include <Python.h>

typedef struct {
    PyObject_HEAD
    PyObject *item;
} Box;

PyObject *
keep(Box *box, PyObject *other, void *raw, struct unknown *hidden)
{
    Py_INCREF(other);
    Py_INCREF((PyObject *)box);
    Py_INCREF(box->item);
    Py_INCREF(raw);
    Py_INCREF(hidden);
    Py_DECREF(box);
    Py_CLEAR(box);
    return Py_NewRef(other);
}
