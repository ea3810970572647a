/* A pointer that is handed to a function is not asked about by that, nor by `assert`, which release builds lack; the
   project's own macros do ask. */
#include <Python.h>
#include <assert.h>

struct table { int size; };
typedef struct { PyObject_HEAD struct table *table; } Sized;
typedef struct { PyTypeObject *handed_type; PyTypeObject *asserted_type; PyTypeObject *own_type; } state;

int table_hash(struct table *table);
#define CHECK_TABLE(t) do { if ((t) == NULL) return 0; } while (0)

static int
handed_on(struct table *table)
{
    return table->size + table_hash(table);
}

static int
asserted(struct table *table)
{
    assert(table);
    return table->size;
}

static int
checked(struct table *table)
{
    CHECK_TABLE(table);
    return table->size;
}

static PyObject *
handed_size(PyObject *op, PyObject *unused)
{
    Sized *self = (Sized *)op;
    return PyLong_FromLong(handed_on(self->table));
}

static PyMethodDef handed_methods[] = {{"size", handed_size, METH_NOARGS, NULL}, {NULL, NULL, 0, NULL}};
static PyType_Slot handed_slots[] = {
    {Py_tp_methods, handed_methods},
    {0, NULL},
};
PyType_Spec handed_spec = { //~ HT004
    "m.Handed", sizeof(Sized), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, handed_slots,
};

static PyObject *
asserted_size(PyObject *op, PyObject *unused)
{
    Sized *self = (Sized *)op;
    return PyLong_FromLong(asserted(self->table));
}

static PyMethodDef asserted_methods[] = {{"size", asserted_size, METH_NOARGS, NULL}, {NULL, NULL, 0, NULL}};
static PyType_Slot asserted_slots[] = {
    {Py_tp_methods, asserted_methods},
    {0, NULL},
};
PyType_Spec asserted_spec = { //~ HT004
    "m.Asserted", sizeof(Sized), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, asserted_slots,
};

static PyObject *
own_size(PyObject *op, PyObject *unused)
{
    Sized *self = (Sized *)op;
    return PyLong_FromLong(checked(self->table));
}

static PyMethodDef own_methods[] = {{"size", own_size, METH_NOARGS, NULL}, {NULL, NULL, 0, NULL}};
static PyType_Slot own_slots[] = {
    {Py_tp_methods, own_methods},
    {0, NULL},
};
PyType_Spec own_spec = {
    "m.Own", sizeof(Sized), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, own_slots,
};

int
add_types(PyObject *module, state *st)
{
    st->handed_type = (PyTypeObject *)PyType_FromModuleAndSpec(module, &handed_spec, NULL);
    st->asserted_type = (PyTypeObject *)PyType_FromModuleAndSpec(module, &asserted_spec, NULL);
    st->own_type = (PyTypeObject *)PyType_FromModuleAndSpec(module, &own_spec, NULL);
    return 0;
}

PyObject *
handed_make(state *st, struct table *table)
{
    Sized *s = (Sized *)PyType_GenericAlloc(st->handed_type, 0);
    s->table = table;
    return (PyObject *)s;
}

PyObject *
asserted_make(state *st, struct table *table)
{
    Sized *s = (Sized *)PyType_GenericAlloc(st->asserted_type, 0);
    s->table = table;
    return (PyObject *)s;
}

PyObject *
own_make(state *st, struct table *table)
{
    Sized *s = (Sized *)PyType_GenericAlloc(st->own_type, 0);
    s->table = table;
    return (PyObject *)s;
}
