#include <Python.h>

typedef struct { PyObject_HEAD PyObject *keep; } Record;

static int
record_clear(PyObject *op)
{
    Py_CLEAR(((Record *)op)->keep);
    return 0;
}

/* The slot with a value is named, not the one that holds NULL. */
PyTypeObject Plain_Type = { //~ GC006 ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.Plain",
    .tp_basicsize = sizeof(Record),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_traverse = NULL,
    .tp_clear = record_clear,
};

/* A subclass made in Python is collected: the slot has an effect there. */
PyTypeObject Open_Type = { //~ GC006 ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.Open",
    .tp_basicsize = sizeof(Record),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE,
    .tp_clear = record_clear,
};
