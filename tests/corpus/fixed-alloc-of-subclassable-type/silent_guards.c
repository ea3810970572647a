#include <Python.h>

// The type is the expected one, or a subclass has the header as well.
typedef struct { PyObject_HEAD PyObject *cb; } Thing;
typedef struct { PyObject_HEAD int fd; } File;
typedef struct { PyTypeObject *Exact_Type; } state;
extern struct PyModuleDef def;
#define OPEN (Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_IMMUTABLETYPE)
static state *get_state(PyTypeObject *type) { return PyModule_GetState(PyType_GetModuleByDef(type, &def)); }

/* Everything but the type itself has left before. */
static PyObject *
exact_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    state *st = get_state(type);
    if (type == st->Exact_Type) {
        return (PyObject *)PyObject_New(File, type);
    }
    return type->tp_alloc(type, 0);
}
static PyType_Slot exact_slots[] = {{Py_tp_new, exact_new}, {0, NULL}};
static PyType_Spec exact_spec = {"m.Exact", sizeof(File), 0, OPEN, exact_slots};
int
add_exact(PyObject *m, state *st)
{
    st->Exact_Type = (PyTypeObject *)PyType_FromModuleAndSpec(m, &exact_spec, NULL);
    return st->Exact_Type == NULL ? -1 : 0;
}

/* A collected type with the allocator for such types: it takes the size from the type that it is given. */
static PyObject *
gc_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    Thing *self = PyObject_GC_New(Thing, type);
    if (self == NULL) {
        return NULL;
    }
    self->cb = NULL;
    PyObject_GC_Track(self);
    return (PyObject *)self;
}
static int gc_traverse(PyObject *self, visitproc visit, void *arg) { Py_VISIT(Py_TYPE(self)); Py_VISIT(((Thing *)self)->cb); return 0; }
static int gc_clear(PyObject *self) { Py_CLEAR(((Thing *)self)->cb); return 0; }
static PyType_Slot gc_slots[] = {{Py_tp_new, gc_new}, {Py_tp_traverse, gc_traverse}, {Py_tp_clear, gc_clear}, {0, NULL}};
PyType_Spec gc_spec = {"m.Gc", sizeof(Thing), 0, OPEN | Py_TPFLAGS_HAVE_GC, gc_slots};

/* The type that a factory names is no argument. */
static PyTypeObject fixed_type;
PyObject *make_fixed(void) { return (PyObject *)PyObject_New(File, &fixed_type); }
static PyTypeObject fixed_type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.Fixed", .tp_basicsize = sizeof(File), .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE,
};
