#include <Python.h>

typedef struct { PyObject_HEAD PyObject *inner; } Part;

void
twig_dealloc(PyObject *self)
{
    PyObject_GC_UnTrack(self);
    Py_TRASHCAN_SAFE_BEGIN(self) //~ GC026 ABI005
    Py_CLEAR(((Part *)self)->inner);
    Py_TYPE(self)->tp_free(self);
    Py_TRASHCAN_SAFE_END(self) //~ ABI005
}
