#include <Python.h>

// One half of the protocol each: generated classes with a dict that the interpreter manages.
typedef struct { PyObject_HEAD PyObject *attr; } Instance;
#define FLAGS (Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_MANAGED_DICT)

/* Cleared, not traversed. */
static int a_traverse(Instance *self, visitproc visit, void *arg) { Py_VISIT(Py_TYPE(self)); Py_VISIT(self->attr); return 0; }
static int a_clear(Instance *self) { Py_CLEAR(self->attr); PyObject_ClearManagedDict((PyObject *)self); return 0; }
static PyType_Slot a_slots[] = {{Py_tp_traverse, a_traverse}, {Py_tp_clear, a_clear}, {0, NULL}};
PyType_Spec a_spec = {"m.A", sizeof(Instance), 0, FLAGS, a_slots}; //~ GC030

/* Traversed, neither cleared nor released. */
static int b_traverse(Instance *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(self->attr);
    int rv = PyObject_VisitManagedDict((PyObject *)self, visit, arg);
    if (rv != 0) {
        return rv;
    }
    return 0;
}
static int b_clear(Instance *self) { Py_CLEAR(self->attr); return 0; }
static void
b_dealloc(Instance *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    b_clear(self);
    tp->tp_free(self);
    Py_DECREF(tp);
}
static PyType_Slot b_slots[] = {{Py_tp_traverse, b_traverse}, {Py_tp_clear, b_clear}, {Py_tp_dealloc, b_dealloc}, {0, NULL}};
PyType_Spec b_spec = {"m.B", sizeof(Instance), 0, FLAGS, b_slots}; //~ GC030

/* A static type. */
static PyTypeObject c_type = { //~ GC030 ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.C", .tp_basicsize = sizeof(Instance), .tp_flags = FLAGS,
    .tp_traverse = (traverseproc)a_traverse, .tp_clear = (inquiry)b_clear,
};
