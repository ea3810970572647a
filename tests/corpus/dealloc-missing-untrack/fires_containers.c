#include <Python.h>

// The deallocs of containers and futures that clear what they own while the collector still has them in its list.
#define FLAGS (Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC)

typedef struct { PyListObject list; PyObject *factory; } DefaultList;
static int list_traverse(DefaultList *self, visitproc visit, void *arg) { Py_VISIT(self->factory); return PyList_Type.tp_traverse((PyObject *)self, visit, arg); }
static int list_clear(DefaultList *self) { Py_CLEAR(self->factory); return PyList_Type.tp_clear((PyObject *)self); }
static void
list_dealloc(DefaultList *self) //~ GC020
{
    Py_CLEAR(self->factory);
    PyList_Type.tp_dealloc((PyObject *)self);
}
static PyTypeObject list_type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.DefaultList", .tp_basicsize = sizeof(DefaultList), .tp_flags = FLAGS, .tp_base = &PyList_Type,
    .tp_traverse = (traverseproc)list_traverse, .tp_clear = (inquiry)list_clear, .tp_dealloc = (destructor)list_dealloc,
};

typedef struct { PyObject_HEAD PyObject *format; PyObject *codes; PyObject *weakreflist; } Struct;
static int struct_traverse(Struct *self, visitproc visit, void *arg) { Py_VISIT(Py_TYPE(self)); Py_VISIT(self->format); Py_VISIT(self->codes); return 0; }
static int struct_clear(Struct *self) { Py_CLEAR(self->format); Py_CLEAR(self->codes); return 0; }
static void
struct_dealloc(Struct *s) //~ GC020
{
    PyTypeObject *tp = Py_TYPE(s);
    if (s->weakreflist != NULL) {
        PyObject_ClearWeakRefs((PyObject *)s);
    }
    Py_XDECREF(s->codes);
    Py_XDECREF(s->format);
    tp->tp_free((PyObject *)s);
    Py_DECREF(tp);
}
static PyType_Slot struct_slots[] = {{Py_tp_traverse, struct_traverse}, {Py_tp_clear, struct_clear}, {Py_tp_dealloc, struct_dealloc}, {0, NULL}};
PyType_Spec struct_spec = {"m.Struct", sizeof(Struct), 0, FLAGS, struct_slots};

/* The untracking comes too late: behind a clear function that is shared. */
typedef struct { PyObject_HEAD PyObject *loop; PyObject *callbacks; } Future;
static int future_traverse(Future *self, visitproc visit, void *arg) { Py_VISIT(Py_TYPE(self)); Py_VISIT(self->loop); Py_VISIT(self->callbacks); return 0; }
static int future_clear(Future *fut) { Py_CLEAR(fut->loop); Py_CLEAR(fut->callbacks); return 0; }
static void
future_dealloc(PyObject *self) //~ GC020
{
    Future *fut = (Future *)self;
    if (PyObject_CallFinalizerFromDealloc(self) < 0) {
        return;
    }
    PyTypeObject *tp = Py_TYPE(fut);
    (void)future_clear(fut);
    PyObject_GC_UnTrack(self);
    tp->tp_free(fut);
    Py_DECREF(tp);
}
static PyType_Slot future_slots[] = {{Py_tp_traverse, future_traverse}, {Py_tp_clear, future_clear}, {Py_tp_dealloc, future_dealloc}, {0, NULL}};
PyType_Spec future_spec = {"m.Future", sizeof(Future), 0, FLAGS | Py_TPFLAGS_BASETYPE, future_slots};
