#include <Python.h>
#include <structmember.h>

typedef struct {
    PyObject_HEAD
    PyObject *name;
    PyObject *items; //~ GC038
    PyObject *extra; //~ GC038
} Box;

static int
box_init(Box *self, PyObject *args, PyObject *kwargs)
{
    self->name = PyUnicode_FromString("box");
    self->items = PyBytes_FromString("items");
    return self->items ? 0 : -1;
}

static void
box_drop(Box *self)
{
    Py_CLEAR(self->name);
}

static void
box_dealloc(Box *self)
{
    box_drop(self);
    Py_TYPE(self)->tp_free((PyObject *)self);
}

/* Python code stores objects there. */
static PyMemberDef box_members[] = {{"extra", T_OBJECT, offsetof(Box, extra), 0, NULL}, {NULL}};

static PyObject *
box_take(Box *self, PyObject *extra)
{
    Py_XSETREF(self->extra, Py_NewRef(extra));
    Py_RETURN_NONE;
}

static PyMethodDef box_methods[] = {{"take", (PyCFunction)box_take, METH_O}, {NULL}};

PyTypeObject Box_Type = { //~ ISO001 GC009
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.Box",
    .tp_basicsize = sizeof(Box),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_init = (initproc)box_init,
    .tp_new = PyType_GenericNew,
    .tp_members = box_members,
    .tp_methods = box_methods,
    .tp_dealloc = (destructor)box_dealloc,
};
