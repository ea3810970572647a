#include <Python.h>

// Frees of memory that is not the object, and frees that no subclass reaches.
typedef struct item { int n; struct item *next; } Item;
typedef struct { PyObject_HEAD Item *items; char *buffer; } Thing;
typedef struct { PyTypeObject *Exact_Type; } state;
extern struct PyModuleDef def;

/* The items of a list, under a name that looks like the object's. */
static void
items_dealloc(PyObject *op)
{
    Thing *owner = (Thing *)op;
    Item *self = owner->items;
    while (self != NULL) {
        Item *next = self->next;
        PyObject_Free(self);
        self = next;
    }
    PyObject_Free(owner->buffer);
    PyTypeObject *tp = Py_TYPE(op);
    tp->tp_free(op);
    Py_DECREF(tp);
}
static PyType_Slot items_slots[] = {{Py_tp_dealloc, items_dealloc}, {0, NULL}};
PyType_Spec items_spec = {"m.Items", sizeof(Thing), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_IMMUTABLETYPE, items_slots};

/* Only objects of the very type. */
static void
exact_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    state *st = PyModule_GetState(PyType_GetModuleByDef(tp, &def));
    if (st != NULL && tp == st->Exact_Type) {
        PyObject_Free(self);
    }
    else {
        tp->tp_free(self);
    }
    Py_DECREF(tp);
}
static PyType_Slot exact_slots[] = {{Py_tp_dealloc, exact_dealloc}, {0, NULL}};
static PyType_Spec exact_spec = {"m.Exact", sizeof(Thing), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_IMMUTABLETYPE, exact_slots};

/* Nobody makes objects of a subclass. */
static void
closed_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    PyObject_Free(self);
    Py_DECREF(tp);
}
static PyType_Slot closed_slots[] = {{Py_tp_dealloc, closed_dealloc}, {0, NULL}};
static PyType_Spec closed_spec = {
    "m.Closed", sizeof(Thing), 0,
    Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_DISALLOW_INSTANTIATION, closed_slots,
};

/* An allocator of its own. */
static PyObject *pool_alloc(PyTypeObject *type, Py_ssize_t n) { return (PyObject *)calloc(1, sizeof(Thing)); }
static void pool_dealloc(PyObject *self) { free(self); }
static PyTypeObject pool_type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.Pool", .tp_basicsize = sizeof(Thing), .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, .tp_alloc = pool_alloc, .tp_dealloc = pool_dealloc,
};

int
add_types(PyObject *m, state *st)
{
    st->Exact_Type = (PyTypeObject *)PyType_FromModuleAndSpec(m, &exact_spec, NULL);
    PyObject *closed = PyType_FromModuleAndSpec(m, &closed_spec, NULL);
    return st->Exact_Type == NULL || closed == NULL ? -1 : 0;
}
