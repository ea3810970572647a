#include <Python.h>

typedef struct { PyObject_HEAD PyObject *cb; PyObject *list; } Obj;

void
obj_set(Obj *self, PyObject *cb)
{
    Py_INCREF(cb);
    Py_XDECREF(self->cb);
    self->cb = cb;
}

PyTypeObject open_type = { //~ GC009 ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.open",
    .tp_basicsize = sizeof(Obj),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE,
    .tp_dealloc = NULL,
};

