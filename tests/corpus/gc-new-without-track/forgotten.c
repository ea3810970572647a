/* A function makes objects untracked, for its callers to fill and to track: one of them forgets it. */
#include <Python.h>

typedef struct { PyObject_VAR_HEAD PyObject *items[1]; } Row;

static int
row_traverse(Row *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    for (Py_ssize_t i = 0; i < Py_SIZE(self); i++) {
        Py_VISIT(self->items[i]);
    }
    return 0;
}

static int
row_clear(Row *self)
{
    for (Py_ssize_t i = 0; i < Py_SIZE(self); i++) {
        Py_CLEAR(self->items[i]);
    }
    return 0;
}

static void
row_dealloc(Row *self)
{
    PyTypeObject *type = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    row_clear(self);
    type->tp_free(self);
    Py_DECREF(type);
}

static PyType_Slot row_slots[] = {
    {Py_tp_traverse, row_traverse}, {Py_tp_clear, row_clear}, {Py_tp_dealloc, row_dealloc}, {0, NULL},
};
static PyType_Spec row_spec = {
    "m.Row", sizeof(Row), sizeof(PyObject *),
    Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_DISALLOW_INSTANTIATION, row_slots,
};
typedef struct { PyTypeObject *row; } state;

int
m_exec(PyObject *module, state *st)
{
    st->row = (PyTypeObject *)PyType_FromModuleAndSpec(module, &row_spec, NULL);
    return st->row == NULL ? -1 : 0;
}

static Row *
row_alloc(state *st, Py_ssize_t size)
{
    Row *row = PyObject_GC_NewVar(Row, st->row, size);
    if (row != NULL) {
        memset(row->items, 0, size * sizeof(PyObject *));
    }
    return row;
}

PyObject *
row_pair(state *st, PyObject *a, PyObject *b)
{
    Row *row = row_alloc(st, 2);
    if (row == NULL) {
        return NULL;
    }
    row->items[0] = Py_NewRef(a);
    row->items[1] = Py_NewRef(b);
    PyObject_GC_Track(row);
    return (PyObject *)row;
}

PyObject *
row_single(state *st, PyObject *a)
{
    Row *row = row_alloc(st, 1); //~ GC014
    if (row == NULL) {
        return NULL;
    }
    row->items[0] = Py_NewRef(a);
    return (PyObject *)row;
}

/* A caller of this one tracks; this one tracks on some paths, which may be those that matter. */
static Row *
row_copy(state *st, Row *from)
{
    Row *row = row_alloc(st, Py_SIZE(from));
    if (row != NULL) {
        row->items[0] = Py_XNewRef(from->items[0]);
    }
    return row;
}

PyObject *
row_doubled(state *st, Row *from)
{
    Row *row = row_copy(st, from);
    if (row != NULL) {
        PyObject_GC_Track(row);
    }
    return (PyObject *)row;
}

PyObject *
row_empty(state *st, int plain)
{
    Row *row = row_alloc(st, 1);
    if (row != NULL && !plain) {
        PyObject_GC_Track(row);
    }
    return (PyObject *)row;
}
