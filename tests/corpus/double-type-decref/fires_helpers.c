#include <Python.h>

typedef struct { PyObject_HEAD PyObject *cb; } Thing;
#define FLAGS (Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC)
static int traverse(Thing *self, visitproc visit, void *arg) { Py_VISIT(Py_TYPE(self)); Py_VISIT(self->cb); return 0; }
static int clear(Thing *self) { Py_CLEAR(self->cb); return 0; }
#define SPEC(name, f) \
    static PyType_Slot name##_slots[] = {{Py_tp_traverse, traverse}, {Py_tp_clear, clear}, {Py_tp_dealloc, f}, {0, NULL}}; \
    PyType_Spec name##_spec = {"m." #name, sizeof(Thing), 0, FLAGS, name##_slots}

/* Two functions down. */
static void
free_thing(Thing *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    tp->tp_free(self);
    Py_DECREF(tp);
}
static void clear_and_free(Thing *self) { (void)clear(self); free_thing(self); }
static void
deep_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    clear_and_free((Thing *)self);
    Py_XDECREF(tp); //~ GC025
}
SPEC(Deep, deep_dealloc);

/* On one path. */
static void
path_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    if (((Thing *)self)->cb != NULL) {
        clear_and_free((Thing *)self);
    }
    else {
        tp->tp_free(self);
    }
    Py_DECREF(tp); //~ GC025
}
SPEC(Path, path_dealloc);
