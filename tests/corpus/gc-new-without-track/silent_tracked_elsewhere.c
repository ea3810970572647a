#include <Python.h>

// Tracked by somebody else, later, or by its own allocator.
typedef struct { PyObject_HEAD PyObject *value; } Thing;
typedef struct { PyObject_HEAD PyObject *value; PyObject *next; } Lazy;
typedef struct { PyTypeObject *Thing_Type; PyTypeObject *Lazy_Type; PyTypeObject *Own_Type; } state;
#define FLAGS (Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC)

static int thing_traverse(Thing *self, visitproc visit, void *arg) { Py_VISIT(Py_TYPE(self)); Py_VISIT(self->value); return 0; }
static int thing_clear(Thing *self) { Py_CLEAR(self->value); return 0; }
static PyType_Slot thing_slots[] = {{Py_tp_traverse, thing_traverse}, {Py_tp_clear, thing_clear}, {0, NULL}};
static PyType_Spec thing_spec = {"m.Thing", sizeof(Thing), 0, FLAGS, thing_slots};

/* A callee that gets the object tracks it. */
static void
finish(Thing *thing, PyObject *value)
{
    thing->value = Py_NewRef(value);
    PyObject_GC_Track((PyObject *)thing);
}
PyObject *
make_thing(state *st, PyObject *value)
{
    Thing *thing = PyObject_GC_New(Thing, st->Thing_Type);
    if (thing == NULL) {
        return NULL;
    }
    finish(thing, value);
    return (PyObject *)thing;
}

/* An object that is tracked when it gets something to visit. */
static int lazy_traverse(Lazy *self, visitproc visit, void *arg) { Py_VISIT(Py_TYPE(self)); Py_VISIT(self->value); return 0; }
static int lazy_clear(Lazy *self) { Py_CLEAR(self->value); return 0; }
static PyType_Slot lazy_slots[] = {{Py_tp_traverse, lazy_traverse}, {Py_tp_clear, lazy_clear}, {0, NULL}};
static PyType_Spec lazy_spec = {"m.Lazy", sizeof(Lazy), 0, FLAGS, lazy_slots};
Lazy *
make_lazy(state *st)
{
    Lazy *lazy = PyObject_GC_New(Lazy, st->Lazy_Type);
    if (lazy == NULL) {
        return NULL;
    }
    lazy->value = NULL;
    return lazy;
}
void
lazy_set(Lazy *self, PyObject *value)
{
    self->value = Py_NewRef(value);
    if (!PyObject_GC_IsTracked((PyObject *)self)) {
        PyObject_GC_Track(self);
    }
}

/* The allocator of a type: its callers track. */
static PyObject *own_alloc(PyTypeObject *type, Py_ssize_t n) { return (PyObject *)PyObject_GC_New(Thing, type); }
static PyType_Slot own_slots[] = {{Py_tp_alloc, own_alloc}, {Py_tp_traverse, thing_traverse}, {Py_tp_clear, thing_clear}, {0, NULL}};
static PyType_Spec own_spec = {"m.Own", sizeof(Thing), 0, FLAGS, own_slots};

int
m_exec(PyObject *m, state *st)
{
    st->Thing_Type = (PyTypeObject *)PyType_FromModuleAndSpec(m, &thing_spec, NULL);
    st->Lazy_Type = (PyTypeObject *)PyType_FromModuleAndSpec(m, &lazy_spec, NULL);
    st->Own_Type = (PyTypeObject *)PyType_FromModuleAndSpec(m, &own_spec, NULL);
    return st->Thing_Type == NULL ? -1 : 0;
}
