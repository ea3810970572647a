/* A tp_init or a method borrows its object: whoever calls it gives it up, whatever it returns. */
#include <Python.h>

typedef struct { PyObject_HEAD char *text; } Text;

static void
text_dealloc(PyObject *op)
{
    PyMem_Free(((Text *)op)->text);
    Py_TYPE(op)->tp_free(op);
}

static int
text_init(Text *self, PyObject *args, PyObject *kwargs)
{
    self->text = PyMem_Malloc(8);
    if (self->text == NULL) {
        PyObject_Free(self); //~ GC013
        PyErr_NoMemory();
        return -1;
    }
    return 0;
}

static int
text_init_by_slot(PyObject *op, PyObject *args, PyObject *kwargs)
{
    Text *self = (Text *)op;
    if (!PyArg_ParseTuple(args, "")) {
        Py_TYPE(self)->tp_free((PyObject *)self); //~ GC013
        return -1;
    }
    return 0;
}

static int
text_init_by_dealloc(PyObject *op, PyObject *args, PyObject *kwargs)
{
    if (!PyArg_ParseTuple(args, "")) {
        text_dealloc(op); //~ GC013
        return -1;
    }
    return 0;
}

static int
text_init_by_count(PyObject *op, PyObject *args, PyObject *kwargs)
{
    if (!PyArg_ParseTuple(args, "")) {
        Py_DECREF(op); //~ GC013
        return -1;
    }
    return 0;
}

static int
fill(Text *self, Py_ssize_t size)
{
    self->text = PyMem_Malloc(size);
    if (self->text == NULL) {
        PyObject_Free(self); //~ GC013
        PyErr_NoMemory();
        return -1;
    }
    return 0;
}

static int
text_init_by_helper(Text *self, PyObject *args, PyObject *kwargs)
{
    return fill(self, 8);
}

/* Only where it is asked to. */
static int
fill_or_drop(Text *self, int drop)
{
    self->text = PyMem_Malloc(8);
    if (drop) {
        PyObject_Free(self);
    }
    return self->text == NULL ? -1 : 0;
}

static int
text_init_asking(Text *self, PyObject *args, PyObject *kwargs)
{
    return fill_or_drop(self, 0);
}

static PyObject *
text_close(Text *self, PyObject *unused)
{
    PyObject_Del(self); //~ GC013
    Py_RETURN_NONE;
}

/* What it takes it may give up; what it makes it owns. */
static int
text_init_counted(PyObject *op, PyObject *args, PyObject *kwargs)
{
    Py_INCREF(op);
    if (!PyArg_ParseTuple(args, "")) {
        Py_DECREF(op);
        return -1;
    }
    Py_DECREF(op);
    return 0;
}

static int
text_init_fine(Text *self, PyObject *args, PyObject *kwargs)
{
    self->text = PyMem_Malloc(8);
    if (self->text == NULL) {
        PyMem_Free(self->text);
        PyErr_NoMemory();
        return -1;
    }
    return 0;
}

static PyObject *
text_copy(Text *self, PyObject *unused)
{
    Text *other = PyObject_New(Text, Py_TYPE(self));
    if (other == NULL) {
        return NULL;
    }
    other->text = PyMem_Malloc(8);
    if (other->text == NULL) {
        PyObject_Free(other);
        return PyErr_NoMemory();
    }
    return (PyObject *)other;
}

static PyMethodDef text_methods[] = {
    {"close", (PyCFunction)text_close, METH_NOARGS, NULL},
    {"copy", (PyCFunction)text_copy, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

#define TEXT_TYPE(name, init) \
    PyTypeObject name = { \
        PyVarObject_HEAD_INIT(NULL, 0) \
        .tp_name = "m.Text", \
        .tp_basicsize = sizeof(Text), \
        .tp_flags = Py_TPFLAGS_DEFAULT, \
        .tp_new = PyType_GenericNew, \
        .tp_init = (initproc)init, \
        .tp_dealloc = text_dealloc, \
        .tp_methods = text_methods, \
    }

TEXT_TYPE(Text_Type, text_init); //~ ISO001
TEXT_TYPE(BySlot_Type, text_init_by_slot); //~ ISO001
TEXT_TYPE(ByDealloc_Type, text_init_by_dealloc); //~ ISO001
TEXT_TYPE(ByCount_Type, text_init_by_count); //~ ISO001
TEXT_TYPE(Counted_Type, text_init_counted); //~ ISO001
TEXT_TYPE(Fine_Type, text_init_fine); //~ ISO001
TEXT_TYPE(ByHelper_Type, text_init_by_helper); //~ ISO001
TEXT_TYPE(Asking_Type, text_init_asking); //~ ISO001
