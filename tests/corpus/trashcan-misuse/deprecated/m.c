#include <Python.h>

/* Up to Python 3.12 the old macros still work: a warning since 3.11. */
typedef struct { PyObject_HEAD PyObject *next; } Link;
void
link_dealloc(Link *self)
{
    PyObject_GC_UnTrack(self);
    Py_TRASHCAN_SAFE_BEGIN(self) //~ GC026
    Py_CLEAR(self->next);
    Py_TYPE(self)->tp_free((PyObject *)self);
    Py_TRASHCAN_SAFE_END(self)
}
