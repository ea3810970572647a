#include <Python.h>

typedef struct { PyObject_HEAD PyObject *name; PyObject *items; PyObject *owner; } Box;
void vendor_drop(void *);

/* `owner` is borrowed: nothing takes a reference for it. */
static int
box_init(Box *self, PyObject *args, PyObject *kwargs)
{
    self->name = PyUnicode_FromString("box");
    self->items = PyBytes_FromString("items");
    self->owner = args;
    return 0;
}

static PyObject *
box_owner(Box *self, PyObject *unused)
{
    Py_INCREF(self->owner); //~ HT016
    return self->owner;
}

/* Released through a local. */
static void
box_dealloc(Box *self)
{
    PyObject *items = self->items;
    Py_CLEAR(self->name);
    Py_XDECREF(items);
    Py_TYPE(self)->tp_free((PyObject *)self);
}

static PyMethodDef box_methods[] = {{"owner", (PyCFunction)box_owner, METH_NOARGS}, {NULL}};

PyTypeObject Box_Type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    "m.Box", sizeof(Box), 0, (destructor)box_dealloc, .tp_init = (initproc)box_init, .tp_new = PyType_GenericNew,
    .tp_flags = Py_TPFLAGS_DEFAULT, .tp_methods = box_methods,
};

typedef struct { PyObject_HEAD PyObject *name; PyObject *items; } Far;

static int
far_init(Far *self, PyObject *args, PyObject *kwargs)
{
    self->name = PyUnicode_FromString("far");
    self->items = PyBytes_FromString("items");
    return 0;
}

/* What another library does with the object is not known. */
static void
far_dealloc(Far *self)
{
    Py_CLEAR(self->name);
    vendor_drop(self);
    Py_TYPE(self)->tp_free((PyObject *)self);
}

PyTypeObject Far_Type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.Far", .tp_basicsize = sizeof(Far), .tp_dealloc = (destructor)far_dealloc,
    .tp_init = (initproc)far_init, .tp_new = PyType_GenericNew, .tp_flags = Py_TPFLAGS_DEFAULT,
};
