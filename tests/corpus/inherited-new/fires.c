#include <Python.h>

typedef struct { PyObject_HEAD FILE *file; } H;
typedef struct { PyTypeObject *h_type; PyTypeObject *base_type; PyTypeObject *derived_type; PyTypeObject *sized_type; } state;

static PyObject *
h_flush(PyObject *self, PyObject *unused)
{
    return PyLong_FromLong(fflush(((H *)self)->file));
}

static PyMethodDef h_methods[] = {{"flush", h_flush, METH_NOARGS, NULL}, {NULL}};

static PyType_Slot h_slots[] = {
    {Py_tp_methods, h_methods},
    {0, NULL},
};
PyType_Spec h_spec = { //~ HT004
    "m.H", sizeof(H), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, h_slots,
};

/* The base has no tp_new either: both end at `object`. */
static PyType_Slot base_slots[] = {
    {0, NULL},
};
PyType_Spec base_spec = {
    "m.Base", sizeof(PyObject), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_BASETYPE, base_slots,
};

typedef struct { PyObject_HEAD char *text; } Derived;

static Py_ssize_t
derived_length(PyObject *self)
{
    return (Py_ssize_t)strlen(((Derived *)self)->text);
}

static PyType_Slot derived_slots[] = {
    {Py_sq_length, derived_length},
    {0, NULL},
};
PyType_Spec derived_spec = { //~ HT004
    "m.Derived", sizeof(Derived), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, derived_slots,
};

/* A property reads through the pointer. */
struct table { int size; };
typedef struct { PyObject_HEAD struct table *table; } Sized;

static PyObject *
sized_size(PyObject *op, void *closure)
{
    Sized *self = (Sized *)op;
    return PyLong_FromLong(self->table->size);
}

static PyGetSetDef sized_getset[] = {{"size", sized_size, NULL, NULL, NULL}, {NULL}};

static PyType_Slot sized_slots[] = {
    {Py_tp_getset, sized_getset},
    {0, NULL},
};
PyType_Spec sized_spec = { //~ HT004
    "m.Sized", sizeof(Sized), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, sized_slots,
};

int
add_types(PyObject *module, state *st)
{
    st->h_type = (PyTypeObject *)PyType_FromModuleAndSpec(module, &h_spec, NULL);
    st->base_type = (PyTypeObject *)PyType_FromModuleAndSpec(module, &base_spec, NULL);
    st->derived_type = (PyTypeObject *)PyType_FromModuleAndSpec(module, &derived_spec, (PyObject *)st->base_type);
    st->sized_type = (PyTypeObject *)PyType_FromModuleAndSpec(module, &sized_spec, NULL);
    return PyModule_AddType(module, st->h_type);
}

PyObject *
h_open(state *st, FILE *file)
{
    H *h = PyObject_New(H, st->h_type);
    h->file = file;
    return (PyObject *)h;
}

PyObject *
derived_make(state *st, char *text)
{
    Derived *d = (Derived *)st->derived_type->tp_alloc(st->derived_type, 0);
    d->text = text;
    return (PyObject *)d;
}

PyObject *
sized_make(state *st, struct table *table)
{
    Sized *s = (Sized *)PyType_GenericAlloc(st->sized_type, 0);
    s->table = table;
    return (PyObject *)s;
}
