#include <Python.h>

// The base of the object's own type, through casts, the old field, and PyType_GetSlot.
typedef struct { PyObject_HEAD PyObject *cb; } Thing;
#define FLAGS (Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE)
static int traverse(Thing *self, visitproc visit, void *arg) { Py_VISIT(Py_TYPE(self)); Py_VISIT(self->cb); return 0; }
static int clear(Thing *self) { Py_CLEAR(self->cb); return 0; }
#define SPEC(name, f) \
    static PyType_Slot name##_slots[] = {{Py_tp_traverse, traverse}, {Py_tp_clear, clear}, {Py_tp_dealloc, f}, {0, NULL}}; \
    PyType_Spec name##_spec = {"m." #name, sizeof(Thing), 0, FLAGS, name##_slots}

static void
cast_dealloc(Thing *self)
{
    PyObject_GC_UnTrack(self);
    Py_TYPE((PyObject *)self)->tp_base->tp_dealloc((PyObject *)self); //~ GC037
}
SPEC(Cast, cast_dealloc);

static void
alias_dealloc(PyObject *op)
{
    Thing *self = (Thing *)op;
    PyTypeObject *type = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    Py_CLEAR(self->cb);
    type->tp_base->tp_dealloc((PyObject *)self); //~ GC037
}
SPEC(Alias, alias_dealloc);

static int
super_init(PyObject *self, PyObject *args, PyObject *kwargs)
{
    return Py_TYPE(self)->tp_base->tp_init(self, args, kwargs); //~ GC037
}
static PyType_Slot init_slots[] = {{Py_tp_traverse, traverse}, {Py_tp_clear, clear}, {Py_tp_init, super_init}, {0, NULL}};
PyType_Spec init_spec = {"m.Init", sizeof(Thing), 0, FLAGS, init_slots};
