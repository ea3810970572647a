/* Flags that are made of the flags before them: what PyType_Ready does, where its definition is part of the sources, and
   what a function does that readies types. */
#include <Python.h>

typedef struct { PyObject_HEAD PyObject *call; } Job;

static int job_traverse(Job *self, visitproc visit, void *arg) { Py_VISIT(self->call); return 0; }
static PyObject *job_set(Job *self, PyObject *value) { Py_INCREF(value); Py_XSETREF(self->call, value); Py_RETURN_NONE; }
static PyMethodDef job_methods[] = {{"set", (PyCFunction)job_set, METH_O, NULL}, {NULL}};

PyTypeObject Job_Type = { //~ GC008 ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.Job", .tp_basicsize = sizeof(Job), .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .tp_traverse = (traverseproc)job_traverse, .tp_methods = job_methods,
};
PyTypeObject Plain_Type = { //~ GC006 ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.Plain", .tp_basicsize = sizeof(Job), .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .tp_traverse = (traverseproc)job_traverse, .tp_methods = job_methods,
};
PyTypeObject Other_Type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.Other", .tp_basicsize = sizeof(Job), .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .tp_traverse = (traverseproc)job_traverse, .tp_methods = job_methods,
};

int
PyType_Ready(PyTypeObject *type)
{
    type->tp_flags = compute_flags(type) | Py_TPFLAGS_READY;
    type->tp_clear = find_slot(type, "tp_clear");
    return 0;
}

static int
ready(PyTypeObject *type)
{
    type->tp_flags = (type->tp_flags & ~Py_TPFLAGS_READYING) | Py_TPFLAGS_BASETYPE;
    return PyType_Ready(type);
}

/* The flag goes; it comes from elsewhere. */
static int
ready_plain(PyTypeObject *type)
{
    type->tp_flags = (type->tp_flags & ~Py_TPFLAGS_HAVE_GC) | Py_TPFLAGS_BASETYPE;
    return PyType_Ready(type);
}

static int
ready_other(PyTypeObject *type, PyTypeObject *like)
{
    type->tp_flags = (like->tp_flags & ~Py_TPFLAGS_READYING) | Py_TPFLAGS_BASETYPE;
    return PyType_Ready(type);
}

int
init(PyTypeObject *like)
{
    return ready(&Job_Type) + ready_plain(&Plain_Type) + ready_other(&Other_Type, like);
}
