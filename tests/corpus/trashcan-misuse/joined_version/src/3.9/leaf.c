#include <Python.h>
typedef struct { PyObject_HEAD PyObject *next; } Leaf;
void
leaf_dealloc(PyObject *self)
{
    PyObject_GC_UnTrack(self);
    Py_TRASHCAN_SAFE_BEGIN(self)
    Py_CLEAR(((Leaf *)self)->next);
    Py_TYPE(self)->tp_free(self);
    Py_TRASHCAN_SAFE_END(self)
}
