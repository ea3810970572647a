#include <Python.h>

// The base is a dict, whose GC is inherited: a call sets it.
typedef struct { PyDictObject dict; PyObject *cb; } Table;

void
table_set(Table *self, PyObject *cb)
{
    Py_INCREF(cb);
    Py_XDECREF(self->cb);
    self->cb = cb;
}

PyTypeObject table_type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.table",
    .tp_basicsize = sizeof(Table),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE,
};
