#include <Python.h>

// The same with the untracking first.
#define FLAGS (Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC)

typedef struct { PyListObject list; PyObject *factory; } DefaultList;
static int list_traverse(DefaultList *self, visitproc visit, void *arg) { Py_VISIT(self->factory); return PyList_Type.tp_traverse((PyObject *)self, visit, arg); }
static int list_clear(DefaultList *self) { Py_CLEAR(self->factory); return PyList_Type.tp_clear((PyObject *)self); }
static void
list_dealloc(DefaultList *self)
{
    PyObject_GC_UnTrack(self);
    Py_CLEAR(self->factory);
    PyList_Type.tp_dealloc((PyObject *)self);
}
static PyTypeObject list_type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.DefaultList", .tp_basicsize = sizeof(DefaultList), .tp_flags = FLAGS, .tp_base = &PyList_Type,
    .tp_traverse = (traverseproc)list_traverse, .tp_clear = (inquiry)list_clear, .tp_dealloc = (destructor)list_dealloc,
};

/* As Cython does it: untracked for the object's own fields, tracked again for the base. */
typedef struct { PyObject_HEAD PyObject *a; } Base;
typedef struct { Base base; PyObject *b; } Sub;
static int base_traverse(Base *p, visitproc v, void *a) { int e = 0; if (p->a) { e = (*v)(p->a, a); if (e) return e; } return 0; }
static int base_clear(Base *p) { Py_CLEAR(p->a); return 0; }
static void
base_dealloc(PyObject *o)
{
    PyObject_GC_UnTrack(o);
    Py_CLEAR(((Base *)o)->a);
    (*Py_TYPE(o)->tp_free)(o);
}
static PyTypeObject base_type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.Base", .tp_basicsize = sizeof(Base), .tp_flags = FLAGS | Py_TPFLAGS_BASETYPE,
    .tp_traverse = (traverseproc)base_traverse, .tp_clear = (inquiry)base_clear, .tp_dealloc = base_dealloc,
};
static int sub_traverse(Sub *p, visitproc v, void *a) { int e = base_traverse(&p->base, v, a); if (e) return e; if (p->b) { e = (*v)(p->b, a); if (e) return e; } return 0; }
static int sub_clear(Sub *p) { Py_CLEAR(p->b); return base_clear(&p->base); }
static void
sub_dealloc(PyObject *o)
{
    Sub *p = (Sub *)o;
    PyObject_GC_UnTrack(o);
    Py_CLEAR(p->b);
    PyObject_GC_Track(o);
    base_type.tp_dealloc(o);
}
static PyTypeObject sub_type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.Sub", .tp_basicsize = sizeof(Sub), .tp_flags = FLAGS, .tp_base = &base_type,
    .tp_traverse = (traverseproc)sub_traverse, .tp_clear = (inquiry)sub_clear, .tp_dealloc = sub_dealloc,
};

/* Through the macros, in a helper, and behind the finalizer. */
#define UNTRACK(op) PyObject_GC_UnTrack((PyObject *)(op))
typedef struct { PyObject_HEAD PyObject *cb; } Thing;
static int thing_traverse(Thing *self, visitproc visit, void *arg) { Py_VISIT(Py_TYPE(self)); Py_VISIT(self->cb); return 0; }
static int thing_clear(Thing *self) { Py_CLEAR(self->cb); return 0; }
static void
macro_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    UNTRACK(self);
    (void)thing_clear((Thing *)self);
    tp->tp_free(self);
    Py_DECREF(tp);
}
static PyType_Slot macro_slots[] = {{Py_tp_traverse, thing_traverse}, {Py_tp_clear, thing_clear}, {Py_tp_dealloc, macro_dealloc}, {0, NULL}};
PyType_Spec macro_spec = {"m.Macro", sizeof(Thing), 0, FLAGS, macro_slots};

static void
trashcan_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    Py_TRASHCAN_BEGIN(self, trashcan_dealloc)
    (void)thing_clear((Thing *)self);
    tp->tp_free(self);
    Py_DECREF(tp);
    Py_TRASHCAN_END
}
static PyType_Slot trashcan_slots[] = {{Py_tp_traverse, thing_traverse}, {Py_tp_clear, thing_clear}, {Py_tp_dealloc, trashcan_dealloc}, {0, NULL}};
PyType_Spec trashcan_spec = {"m.Trashcan", sizeof(Thing), 0, FLAGS, trashcan_slots};

/* Nothing but weak references and C data before. */
typedef struct { PyObject_HEAD PyObject *weakreflist; char *name; PyThread_type_lock lock; } Lock;
static int lock_traverse(Lock *self, visitproc visit, void *arg) { Py_VISIT(Py_TYPE(self)); return 0; }
static void
lock_dealloc(Lock *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    PyMem_Free(self->name);
    if (self->lock != NULL) {
        PyThread_free_lock(self->lock);
    }
    tp->tp_free(self);
    Py_DECREF(tp);
}
static PyType_Slot lock_slots[] = {{Py_tp_traverse, lock_traverse}, {Py_tp_dealloc, lock_dealloc}, {0, NULL}};
PyType_Spec lock_spec = {"m.Lock", sizeof(Lock), 0, FLAGS, lock_slots};
