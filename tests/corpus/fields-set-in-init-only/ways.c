/* One field that only tp_init fills, and the ways in which a method comes to follow it. */
#include <Python.h>
#include <pythread.h>

typedef struct { int kind; long size; } entry;
typedef struct { PyObject_HEAD entry *entries; PyObject *buffer; PyThread_type_lock mutex; int open; } Table;

#define TABLE(op) ((Table *)(op))
#define LENGTH(t) PyBytes_GET_SIZE((t)->buffer)
#define FIRST(t) (TABLE(t)->entries->kind)
#define LOCK(t) \
    do { \
        if (!PyThread_acquire_lock((t)->mutex, 0)) { \
            PyThread_acquire_lock((t)->mutex, 1); \
        } \
    } while (0)

/* NULL is what the memory holds already, said in a chain. */
static PyObject *
table_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    Table *self = (Table *)type->tp_alloc(type, 0);
    if (self == NULL) {
        return NULL;
    }
    self->entries = NULL;
    self->mutex = (void *)(self->buffer = NULL);
    return (PyObject *)self;
}

static int
table_init(Table *self, PyObject *args, PyObject *kwargs)
{
    Py_XSETREF(self->buffer, PyBytes_FromString("table"));
    self->mutex = PyThread_allocate_lock();
    self->entries = PyMem_Calloc(4, sizeof(entry));
    return self->entries && self->mutex && self->buffer ? 0 : -1;
}

/* A local holds the field; the test of the loop follows it. */
static PyObject *
table_sizeof(Table *self, PyObject *unused)
{
    size_t size = sizeof(Table) + sizeof(*self->entries);
    for (const entry *at = self->entries; at->kind; at++) { //~ HT016
        size += sizeof(entry);
    }
    return PyLong_FromSize_t(size);
}

static PyMethodDef sized_methods[] = {{"__sizeof__", (PyCFunction)table_sizeof, METH_NOARGS}, {NULL}};
PyTypeObject Sized = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.Sized", .tp_basicsize = sizeof(Table), .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_methods = sized_methods, .tp_init = (initproc)table_init, .tp_new = table_new,
};

/* An assert is not there in a release build; what asks afterwards comes too late. */
static PyObject *
table_first(PyObject *op, void *closure)
{
    Table *self = TABLE(op);
    assert(self->entries != NULL);
    long kind = self->entries[0].kind; //~ HT016
    if (self->entries == NULL || !self->open) {
        return NULL;
    }
    return PyLong_FromLong(kind);
}

static PyGetSetDef first_getset[] = {{"first", table_first}, {NULL}};
PyTypeObject First = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.First", .tp_basicsize = sizeof(Table), .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_getset = first_getset, .tp_init = (initproc)table_init, .tp_new = table_new,
};

/* A lock of CPython crashes on NULL; the macro has a test that follows. */
static PyObject *
table_read(Table *self, PyObject *unused)
{
    LOCK(self); //~ HT016
    PyObject *copy = self->open ? Py_NewRef(self->buffer) : NULL;
    PyThread_release_lock(self->mutex);
    return copy;
}

static PyMethodDef read_methods[] = {{"read", (PyCFunction)table_read, METH_NOARGS}, {NULL}};
PyTypeObject Read = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.Read", .tp_basicsize = sizeof(Table), .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_methods = read_methods, .tp_init = (initproc)table_init, .tp_new = table_new,
};

/* The test is of what the pointer points to. */
static int
table_bool(PyObject *op)
{
    if (PyBytes_GET_SIZE(((Table *)op)->buffer) > 0 && TABLE(op)->open) { //~ HT016
        return 1;
    }
    return 0;
}

static PyNumberMethods bool_number = {.nb_bool = table_bool};
PyTypeObject Bool = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.Bool", .tp_basicsize = sizeof(Table), .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_as_number = &bool_number, .tp_init = (initproc)table_init, .tp_new = table_new,
};

/* Macros that follow. */
static Py_ssize_t
table_len(PyObject *op)
{
    Table *self = TABLE(op);
    return LENGTH(self); //~ HT016
}

static PySequenceMethods len_sequence = {.sq_length = table_len};
PyTypeObject Len = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.Len", .tp_basicsize = sizeof(Table), .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_as_sequence = &len_sequence, .tp_init = (initproc)table_init, .tp_new = table_new,
};

static Py_hash_t
table_hash(PyObject *op)
{
    return FIRST(op); //~ HT016
}

PyTypeObject Hash = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.Hash", .tp_basicsize = sizeof(Table), .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_hash = table_hash, .tp_init = (initproc)table_init, .tp_new = table_new,
};

/* The method only hands its object on. */
static PyObject *
table_iter_impl(Table *self, Py_ssize_t step)
{
    return PyLong_FromLong(self->entries->kind + step); //~ HT016
}

static PyObject *
table_iter(PyObject *op)
{
    return table_iter_impl((Table *)op, 1);
}

PyTypeObject Iter = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.Iter", .tp_basicsize = sizeof(Table), .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_iter = table_iter, .tp_init = (initproc)table_init, .tp_new = table_new,
};
