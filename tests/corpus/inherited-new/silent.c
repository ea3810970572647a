#include <Python.h>

typedef struct { PyObject_HEAD FILE *file; } H;

static PyObject *
h_flush(PyObject *self, PyObject *unused)
{
    return PyLong_FromLong(fflush(((H *)self)->file));
}

static PyMethodDef h_methods[] = {{"flush", h_flush, METH_NOARGS, NULL}, {NULL}};

static PyObject *
h_new(PyTypeObject *type, PyObject *args, PyObject *kwds)
{
    H *h = (H *)type->tp_alloc(type, 0);
    h->file = stdout;
    return (PyObject *)h;
}

static int
h_init(PyObject *self, PyObject *args, PyObject *kwds)
{
    ((H *)self)->file = stdout;
    return 0;
}

typedef struct {
    PyTypeObject *own_type;
    PyTypeObject *flagged_type;
    PyTypeObject *initialised_type;
    PyTypeObject *parent_type;
    PyTypeObject *child_type;
    PyTypeObject *taken_type;
    PyTypeObject *called_type;
    PyTypeObject *number_type;
    PyTypeObject *careful_type;
    PyTypeObject *foreign_type;
} state;

/* An own tp_new. */
static PyType_Slot own_slots[] = {{Py_tp_methods, h_methods}, {Py_tp_new, h_new}, {0, NULL}};
PyType_Spec own_spec = {
    "m.own", sizeof(H), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, own_slots,
};

/* The flag. */
static PyType_Slot flagged_slots[] = {{Py_tp_methods, h_methods}, {0, NULL}};
PyType_Spec flagged_spec = {
    "m.flagged", sizeof(H), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_DISALLOW_INSTANTIATION, flagged_slots,
};

/* A tp_init that fills what object.__new__ makes. */
static PyType_Slot initialised_slots[] = {{Py_tp_methods, h_methods}, {Py_tp_init, h_init}, {0, NULL}};
PyType_Spec initialised_spec = {
    "m.initialised", sizeof(H), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, initialised_slots,
};

/* A base with a tp_new, for the next. */
static PyType_Slot parent_slots[] = {{Py_tp_methods, h_methods}, {Py_tp_new, h_new}, {0, NULL}};
PyType_Spec parent_spec = {
    "m.parent", sizeof(H), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_BASETYPE, parent_slots,
};

/* The base supplies tp_new. */
static PyType_Slot child_slots[] = {{Py_tp_methods, h_methods}, {0, NULL}};
PyType_Spec child_spec = {
    "m.child", sizeof(H), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, child_slots,
};

/* Tp_new is taken away after the creation. */
static PyType_Slot taken_slots[] = {{Py_tp_methods, h_methods}, {0, NULL}};
PyType_Spec taken_spec = {
    "m.taken", sizeof(H), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, taken_slots,
};

/* C code makes instances by a call of the type as well. */
static PyType_Slot called_slots[] = {{Py_tp_methods, h_methods}, {0, NULL}};
PyType_Spec called_spec = {
    "m.called", sizeof(H), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, called_slots,
};

/* Nothing in the struct that NULL could break. */
typedef struct { PyObject_HEAD int number; } Number;

static PyObject *
number_get(PyObject *self, void *closure)
{
    return PyLong_FromLong(((Number *)self)->number);
}

static PyGetSetDef number_getset[] = {{"number", number_get, NULL, NULL, NULL}, {NULL}};
static PyType_Slot number_slots[] = {{Py_tp_getset, number_getset}, {0, NULL}};
PyType_Spec number_spec = {
    "m.number", sizeof(Number), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, number_slots,
};

/* The methods test the pointer. */
static PyObject *
careful_flush(PyObject *self, PyObject *unused)
{
    H *h = (H *)self;
    if (h->file == NULL) {
        Py_RETURN_NONE;
    }
    return PyLong_FromLong(fflush(h->file));
}

static void
careful_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    fclose(((H *)self)->file);
    tp->tp_free(self);
    Py_DECREF(tp);
}

static PyMethodDef careful_methods[] = {{"flush", careful_flush, METH_NOARGS, NULL}, {NULL}};
static PyType_Slot careful_slots[] = {{Py_tp_methods, careful_methods}, {Py_tp_dealloc, careful_dealloc}, {0, NULL}};
PyType_Spec careful_spec = {
    "m.careful", sizeof(H), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, careful_slots,
};

/* No C code makes instances. */
static PyType_Slot foreign_slots[] = {{Py_tp_methods, h_methods}, {0, NULL}};
PyType_Spec foreign_spec = {
    "m.foreign", sizeof(H), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, foreign_slots,
};

int
add_types(PyObject *module, state *st)
{
    st->own_type = (PyTypeObject *)PyType_FromModuleAndSpec(module, &own_spec, NULL);
    st->flagged_type = (PyTypeObject *)PyType_FromModuleAndSpec(module, &flagged_spec, NULL);
    st->initialised_type = (PyTypeObject *)PyType_FromModuleAndSpec(module, &initialised_spec, NULL);
    st->parent_type = (PyTypeObject *)PyType_FromModuleAndSpec(module, &parent_spec, NULL);
    st->child_type = (PyTypeObject *)PyType_FromModuleAndSpec(module, &child_spec, (PyObject *)st->parent_type);
    st->taken_type = (PyTypeObject *)PyType_FromModuleAndSpec(module, &taken_spec, NULL);
    st->called_type = (PyTypeObject *)PyType_FromModuleAndSpec(module, &called_spec, NULL);
    st->number_type = (PyTypeObject *)PyType_FromModuleAndSpec(module, &number_spec, NULL);
    st->careful_type = (PyTypeObject *)PyType_FromModuleAndSpec(module, &careful_spec, NULL);
    st->foreign_type = (PyTypeObject *)PyType_FromModuleAndSpec(module, &foreign_spec, NULL);
    st->taken_type->tp_new = NULL;
    return 0;
}

PyObject *
called_call(state *st)
{
    return PyObject_CallNoArgs((PyObject *)st->called_type);
}

PyObject *
own_make(state *st, FILE *file)
{
    H *h = PyObject_New(H, st->own_type);
    h->file = file;
    return (PyObject *)h;
}

PyObject *
flagged_make(state *st, FILE *file)
{
    H *h = PyObject_New(H, st->flagged_type);
    h->file = file;
    return (PyObject *)h;
}

PyObject *
initialised_make(state *st, FILE *file)
{
    H *h = PyObject_New(H, st->initialised_type);
    h->file = file;
    return (PyObject *)h;
}

PyObject *
parent_make(state *st, FILE *file)
{
    H *h = PyObject_New(H, st->parent_type);
    h->file = file;
    return (PyObject *)h;
}

PyObject *
child_make(state *st, FILE *file)
{
    H *h = PyObject_New(H, st->child_type);
    h->file = file;
    return (PyObject *)h;
}

PyObject *
taken_make(state *st, FILE *file)
{
    H *h = PyObject_New(H, st->taken_type);
    h->file = file;
    return (PyObject *)h;
}

PyObject *
called_make(state *st, FILE *file)
{
    H *h = PyObject_New(H, st->called_type);
    h->file = file;
    return (PyObject *)h;
}

PyObject *
number_make(state *st, FILE *file)
{
    Number *h = PyObject_New(Number, st->number_type);
    h->number = 1;
    return (PyObject *)h;
}

PyObject *
careful_make(state *st, FILE *file)
{
    H *h = PyObject_New(H, st->careful_type);
    h->file = file;
    return (PyObject *)h;
}
