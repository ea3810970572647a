#define Py_LIMITED_API 0x030A0000
#include <Python.h>

/* The limited API has no trashcan. */
typedef struct { PyObject_HEAD PyObject *next; } Link;
void
link_dealloc(PyObject *self)
{
    PyObject_GC_UnTrack(self);
    Py_TRASHCAN_BEGIN(self, link_dealloc) //~ GC026 LIM004
    Py_CLEAR(((Link *)self)->next);
    PyObject_GC_Del(self);
    Py_TRASHCAN_END //~ LIM001
}
