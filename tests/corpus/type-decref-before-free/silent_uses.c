#include <Python.h>

// Released before the free by the text, but not on any path, or nothing reads the type any more.
typedef struct { PyObject_HEAD PyObject *cb; } Thing;
typedef struct { PyObject_HEAD int n; } Plain;
#define FLAGS (Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC)
static int traverse(Thing *self, visitproc visit, void *arg) { Py_VISIT(Py_TYPE(self)); Py_VISIT(self->cb); return 0; }
static int clear(Thing *self) { Py_CLEAR(self->cb); return 0; }

/* An exit above the free. */
extern int keep(Thing *);
static void
exit_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    (void)clear((Thing *)self);
    if (Py_REFCNT(tp) == 1) {
        tp->tp_free(self);
        Py_DECREF(tp);
        return;
    }
    tp->tp_free(self);
    Py_DECREF(tp);
}
static PyType_Slot exit_slots[] = {{Py_tp_traverse, traverse}, {Py_tp_clear, clear}, {Py_tp_dealloc, exit_dealloc}, {0, NULL}};
PyType_Spec exit_spec = {"m.Exit", sizeof(Thing), 0, FLAGS, exit_slots};

/* Memory without header: the plain free does not look at the type. */
static void
plain_dealloc(PyObject *self)
{
    Py_DECREF(Py_TYPE(self));
    PyObject_Free(self);
}
static PyType_Slot plain_slots[] = {{Py_tp_dealloc, plain_dealloc}, {0, NULL}};
PyType_Spec plain_spec = {"m.Plain", sizeof(Plain), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, plain_slots};

/* Another type released: the one in a field. */
typedef struct { PyObject_HEAD PyTypeObject *kind; } Kind;
static int kind_traverse(Kind *self, visitproc visit, void *arg) { Py_VISIT(Py_TYPE(self)); Py_VISIT(self->kind); return 0; }
static int kind_clear(Kind *self) { Py_CLEAR(self->kind); return 0; }
static void
kind_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    Py_XDECREF(((Kind *)self)->kind);
    tp->tp_free(self);
    Py_DECREF(tp);
}
static PyType_Slot kind_slots[] = {{Py_tp_traverse, kind_traverse}, {Py_tp_clear, kind_clear}, {Py_tp_dealloc, kind_dealloc}, {0, NULL}};
PyType_Spec kind_spec = {"m.Kind", sizeof(Kind), 0, FLAGS, kind_slots};

/* Order by version: what is compiled is right. */
static void
version_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    (void)clear((Thing *)self);
#if PY_VERSION_HEX < 0x03080000
    Py_DECREF(tp);
#endif
    tp->tp_free(self);
#if PY_VERSION_HEX >= 0x03080000
    Py_DECREF(tp);
#endif
}
static PyType_Slot version_slots[] = {{Py_tp_traverse, traverse}, {Py_tp_clear, clear}, {Py_tp_dealloc, version_dealloc}, {0, NULL}};
PyType_Spec version_spec = {"m.Version", sizeof(Thing), 0, FLAGS, version_slots};
