/* What makes a field the owner of a reference, and what leaves that open. */
#include <Python.h>

typedef struct {
    PyObject_HEAD
    PyObject *name;
    PyObject *kept; //~ GC038
    PyObject *once; //~ GC038
    PyObject *lent;
    PyObject *given;
    PyObject *twice;
    PyObject *handed;
    PyObject *global;
    PyObject *added;
    PyObject *dead;
    PyObject *own;
    PyTypeObject *type;
} Box;

typedef struct { PyObject_HEAD PyObject *lent; } Other;

static PyObject *default_value; //~ ISO010
PyObject *PySequence_List(PyObject *of) { return of; }
void vendor_keep(PyObject *);

static int
box_init(Box *self, PyObject *args, PyObject *kwargs)
{
    self->name = PyUnicode_FromString("box");
    self->kept = PyBytes_FromString("kept");
    /* The project's own function of that name gives the same object back. */
    self->own = PySequence_List(args);
#if PY_VERSION_HEX < 0x02000000
    self->dead = PyBytes_FromString("dead");
#endif
    self->added += PyBytes_Size(self->name);
    default_value = self->name;
    self->global = default_value;
    Py_INCREF(default_value);
    return 0;
}

/* The struct of another type has a field of that name. */
static int
other_init(Other *self, PyObject *args, PyObject *kwargs)
{
    self->lent = PyBytes_FromString("other");
    return 0;
}

static PyObject *
box_once(Box *self, PyObject *value)
{
    Py_INCREF(value);
    self->once = value;
    Py_RETURN_NONE;
}

/* Given back: the field only borrows. */
static PyObject *
box_given(Box *self, PyObject *value)
{
    Py_INCREF(value);
    self->given = value;
    Py_DECREF(value);
    Py_RETURN_NONE;
}

/* One reference, two places. */
static PyObject *
box_twice(Box *self, PyObject *value)
{
    Py_INCREF(value);
    self->twice = value;
    self->lent = value;
    Py_RETURN_NONE;
}

/* Another library may keep the reference. */
static PyObject *
box_handed(Box *self, PyObject *value)
{
    Py_INCREF(value);
    self->handed = value;
    vendor_keep(value);
    Py_RETURN_NONE;
}

static PyObject *
box_all(Box *self, PyObject *unused)
{
    Py_INCREF(self->once);
    Py_INCREF(self->given);
    Py_INCREF(self->twice);
    Py_INCREF(self->handed);
    Py_INCREF(self->global); //~ HT016
    Py_INCREF(self->own);
    Py_INCREF(self->lent);
    return PyTuple_Pack(4, self->once, self->given, self->twice, self->handed);
}

static void
box_dealloc(Box *self)
{
    Py_CLEAR(self->name);
    Py_TYPE(self)->tp_free((PyObject *)self);
}

static PyMethodDef box_methods[] = {
    {"once", (PyCFunction)box_once, METH_O},
    {"given", (PyCFunction)box_given, METH_O},
    {"twice", (PyCFunction)box_twice, METH_O},
    {"all", (PyCFunction)box_all, METH_NOARGS},
    {"handed", (PyCFunction)box_handed, METH_O},
    {NULL},
};

PyTypeObject Box_Type = { //~ GC009 ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.Box",
    .tp_basicsize = sizeof(Box),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_init = (initproc)box_init,
    .tp_new = PyType_GenericNew,
    .tp_methods = box_methods,
    .tp_dealloc = (destructor)box_dealloc,
};

PyTypeObject Other_Type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.Other",
    .tp_basicsize = sizeof(Other),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_init = (initproc)other_init,
    .tp_new = PyType_GenericNew,
};
