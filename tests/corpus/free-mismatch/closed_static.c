#include <Python.h>

typedef struct { PyObject_HEAD int number; } Ticket;

/* A static type over object inherits no tp_new: of a subclass no instance can be made. */
static void ticket_dealloc(PyObject *self) { PyObject_Free(self); }
PyTypeObject Ticket_Type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    "m.Ticket", sizeof(Ticket), 0, ticket_dealloc, .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE,
};

/* Nor does one over such a type. */
static void pass_dealloc(PyObject *self) { PyObject_Free(self); }
PyTypeObject Pass_Type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.Pass", .tp_basicsize = sizeof(Ticket), .tp_dealloc = pass_dealloc, .tp_base = &Ticket_Type,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE,
};

/* With a tp_new it is open. */
static void token_dealloc(PyObject *self)
{
    PyObject_Free(self); //~ GC013
}
PyTypeObject Token_Type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.Token", .tp_basicsize = sizeof(Ticket), .tp_dealloc = token_dealloc, .tp_new = PyType_GenericNew,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE,
};
