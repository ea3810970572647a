#include <Python.h>

/* Whether the object still has to be tracked is kept in a local. */

typedef struct {
    PyObject_VAR_HEAD
    PyObject *items[1];
} Row;

static int
row_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    for (Py_ssize_t i = 0; i < Py_SIZE(self); i++) {
        Py_VISIT(((Row *)self)->items[i]);
    }
    return 0;
}

static int
row_clear(PyObject *self)
{
    for (Py_ssize_t i = 0; i < Py_SIZE(self); i++) {
        Py_CLEAR(((Row *)self)->items[i]);
    }
    return 0;
}

static void
row_dealloc(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    (void)row_clear(self);
    type->tp_free(self);
    Py_DECREF(type);
}

static PyObject *
row_make(PyTypeObject *type, PyTypeObject *exact, Py_ssize_t size)
{
    Row *self;
    int untracked = 0;
    if (type == exact) {
        self = PyObject_GC_NewVar(Row, type, size);
        if (self == NULL) {
            return NULL;
        }
        untracked = 1;
    }
    else {
        self = (Row *)type->tp_alloc(type, size);
        if (self == NULL) {
            return NULL;
        }
    }
    for (Py_ssize_t i = 0; i < size; i++) {
        self->items[i] = NULL;
    }
    if (untracked) {
        PyObject_GC_Track(self);
    }
    return (PyObject *)self;
}

/* The flag is wrong: the object of tp_alloc is tracked again. */
static PyObject *
row_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    int untracked = 0;
    Row *self = (Row *)type->tp_alloc(type, 0);
    if (self == NULL) {
        return row_make(type, type, 0);
    }
    untracked = 1;
    if (untracked) {
        PyObject_GC_Track(self); //~ GC015
    }
    return (PyObject *)self;
}

static PyType_Slot row_slots[] = {
    {Py_tp_new, row_new},
    {Py_tp_traverse, row_traverse},
    {Py_tp_clear, row_clear},
    {Py_tp_dealloc, row_dealloc},
    {0, NULL},
};

static PyType_Spec row_spec = {
    .name = "rows.Row",
    .basicsize = sizeof(Row) - sizeof(PyObject *),
    .itemsize = sizeof(PyObject *),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE,
    .slots = row_slots,
};

PyObject *
rows_add(PyObject *module)
{
    return PyType_FromModuleAndSpec(module, &row_spec, NULL);
}
