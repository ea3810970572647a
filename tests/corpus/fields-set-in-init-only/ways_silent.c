/* The twins of ways.c: what may keep a NULL from being followed, and what does not follow at all. */
#include <Python.h>
#include <pythread.h>
#include "elsewhere.h"

typedef struct { int kind; long size; } entry;
typedef struct { PyObject_HEAD entry *entries; Py_ssize_t count; PyObject *buffer; PyThread_type_lock mutex; } Table;

#define TABLE(op) ((Table *)(op))
#define LENGTH(t) ((t)->buffer ? PyBytes_GET_SIZE((t)->buffer) : 0)
#define LOCK(t) if ((t)->mutex) PyThread_acquire_lock((t)->mutex, 1)
#define CHECK_FILLED if (self->entries == NULL) return NULL

static PyObject *
table_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    Table *self = (Table *)type->tp_alloc(type, 0);
    if (self != NULL) {
        self->entries = NULL;
    }
    return (PyObject *)self;
}

static int
table_init(Table *self, PyObject *args, PyObject *kwargs)
{
    self->buffer = PyBytes_FromString("table");
    self->mutex = PyThread_allocate_lock();
    self->entries = PyMem_Calloc(4, sizeof(entry));
    self->count = 4;
    return self->entries && self->mutex && self->buffer ? 0 : -1;
}

/* No entry, no step: in a test of its own, through a local, against an end. */
static PyObject *
table_sum(Table *self, PyObject *unused)
{
    long sum = 0;
    for (Py_ssize_t i = 0; i < self->count; i++) {
        sum += self->entries[i].kind;
    }
    return PyLong_FromLong(sum);
}

static PyObject *
table_product(Table *self, PyObject *unused)
{
    long product = 1;
    Py_ssize_t left = self->count;
    entry *at = self->entries, *end = self->entries + self->count;
    while (left-- > 0) {
        product *= self->entries[left].kind;
    }
    for (; at < end; at++) {
        product *= at->kind;
    }
    return PyLong_FromLong(product);
}

/* The local is tested, or may be another pointer by then. */
static PyObject *
table_first(Table *self, PyObject *other)
{
    entry *at = self->entries, none = {0, 0}, *found = self->entries;
    if (!at) {
        at = &none;
    }
    find_entry(&found, other);
    return PyLong_FromLong(at->kind);
}

/* Macros that test, with parentheses and without. */
static PyObject *
table_length(Table *self, PyObject *unused)
{
    return PyLong_FromSsize_t(LENGTH(self));
}

static PyObject *
table_lock(Table *self, PyObject *unused)
{
    LOCK(self);
    Py_RETURN_NONE;
}

static PyObject *
table_kind(Table *self, PyObject *unused)
{
    CHECK_FILLED;
    return PyLong_FromLong(self->entries->kind);
}

/* A macro that nobody here has seen; a function that makes the object whole. */
static PyObject *
table_unseen(Table *self, PyObject *unused)
{
    CHECK_INITIALISED(self);
    return PyLong_FromLong(self->entries->kind);
}

static int
table_fill(Table *self)
{
    if (self->count == 0) {
        return table_init(self, NULL, NULL);
    }
    return 0;
}

static PyObject *
table_late(Table *self, PyObject *unused)
{
    if (table_fill(self) < 0) {
        return NULL;
    }
    return PyLong_FromLong(self->entries->kind);
}

/* Sizes and addresses follow nothing. */
static PyObject *
table_size(PyObject *op, PyObject *unused)
{
    entry *first = &TABLE(op)->entries[0];
    return PyLong_FromSize_t(sizeof(*TABLE(op)->entries) + sizeof(TABLE(op)->entries->size) + (first == NULL));
}

/* Another object, which the method has made. */
static PyObject *
table_copy(Table *self, PyObject *unused)
{
    Table *copy = (Table *)PyObject_CallNoArgs((PyObject *)Py_TYPE(self));
    if (copy == NULL) {
        return NULL;
    }
    copy->entries->kind = 1;
    return (PyObject *)copy;
}

static PyMethodDef table_methods[] = {
    {"sum", (PyCFunction)table_sum, METH_NOARGS}, {"product", (PyCFunction)table_product, METH_NOARGS},
    {"first", (PyCFunction)table_first, METH_O}, {"length", (PyCFunction)table_length, METH_NOARGS},
    {"lock", (PyCFunction)table_lock, METH_NOARGS}, {"kind", (PyCFunction)table_kind, METH_NOARGS},
    {"unseen", (PyCFunction)table_unseen, METH_NOARGS}, {"late", (PyCFunction)table_late, METH_NOARGS},
    {"size", table_size, METH_NOARGS}, {"copy", (PyCFunction)table_copy, METH_NOARGS}, {NULL},
};
PyTypeObject Table_Type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.Table", .tp_basicsize = sizeof(Table), .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_methods = table_methods, .tp_init = (initproc)table_init, .tp_new = table_new,
};

/* A tp_new that fills the field by way of a function, by its address, and by tp_init. */
static int set_up(Table *self) { self->entries = PyMem_Calloc(1, sizeof(entry)); return 0; }
static int set_place(entry **place) { *place = PyMem_Calloc(1, sizeof(entry)); return 0; }
static PyObject *table_get(Table *self, void *closure) { return PyLong_FromLong(self->entries->kind); }
static PyGetSetDef table_getset[] = {{"kind", (getter)table_get}, {NULL}};

static PyObject *
helped_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    Table *self = (Table *)type->tp_alloc(type, 0);
    return self == NULL || set_up(self) < 0 ? NULL : (PyObject *)self;
}

static PyObject *
placed_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    Table *self = (Table *)type->tp_alloc(type, 0);
    return self == NULL || set_place(&self->entries) < 0 ? NULL : (PyObject *)self;
}

static PyObject *
through_init_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    PyObject *self = type->tp_alloc(type, 0);
    return self == NULL || type->tp_init(self, args, kwargs) < 0 ? NULL : self;
}

PyTypeObject Helped_Type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.Helped", .tp_basicsize = sizeof(Table), .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_getset = table_getset, .tp_init = (initproc)table_init, .tp_new = helped_new,
};
PyTypeObject Placed_Type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.Placed", .tp_basicsize = sizeof(Table), .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_getset = table_getset, .tp_init = (initproc)table_init, .tp_new = placed_new,
};
PyTypeObject ThroughInit_Type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.ThroughInit", .tp_basicsize = sizeof(Table), .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_getset = table_getset, .tp_init = (initproc)table_init, .tp_new = through_init_new,
};
