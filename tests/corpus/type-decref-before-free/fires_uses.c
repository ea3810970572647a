#include <Python.h>

// The type is released, and read again after that.
typedef struct { PyObject_HEAD PyObject *cb; } Thing;
#define FLAGS (Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC)
static int traverse(Thing *self, visitproc visit, void *arg) { Py_VISIT(Py_TYPE(self)); Py_VISIT(self->cb); return 0; }
static int clear(Thing *self) { Py_CLEAR(self->cb); return 0; }
#define SPEC(name, f) \
    static PyType_Slot name##_slots[] = {{Py_tp_traverse, traverse}, {Py_tp_clear, clear}, {Py_tp_dealloc, f}, {0, NULL}}; \
    PyType_Spec name##_spec = {"m." #name, sizeof(Thing), 0, FLAGS, name##_slots}

static void
direct_dealloc(PyObject *self)
{
    PyObject_GC_UnTrack(self);
    (void)clear((Thing *)self);
    Py_DECREF(Py_TYPE(self));
    Py_TYPE(self)->tp_free(self); //~ GC022
}
SPEC(Direct, direct_dealloc);

/* On one of the paths. */
static void
path_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    if (((Thing *)self)->cb != NULL) {
        Py_CLEAR(((Thing *)self)->cb);
        Py_DECREF(tp);
        tp->tp_free(self); //~ GC022
        return;
    }
    tp->tp_free(self);
    Py_DECREF(tp);
}
SPEC(Path, path_dealloc);

/* In a helper. */
static void
release(Thing *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    Py_DECREF(tp);
    PyObject_GC_Del(self); //~ GC022
}
static void
helped_dealloc(PyObject *self)
{
    PyObject_GC_UnTrack(self);
    (void)clear((Thing *)self);
    release((Thing *)self);
}
SPEC(Helped, helped_dealloc);
