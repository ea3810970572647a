#include <Python.h>

typedef struct { PyObject_HEAD int fd; } S;

/* Static types are immortal since Python 3.12: a note. */
static void
s_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    tp->tp_free(self);
    Py_DECREF(tp); //~ GC024
}

static PyTypeObject S_Type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.S",
    .tp_basicsize = sizeof(S),
    .tp_dealloc = s_dealloc,
    .tp_flags = Py_TPFLAGS_DEFAULT,
};

int
ready(void)
{
    return PyType_Ready(&S_Type);
}
