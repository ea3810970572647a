#include <Python.h>

typedef struct {
    PyObject_HEAD
    PyObject *held;
} Box;

static int
box_traverse(Box *self, visitproc visit, void *arg) //~ GC001
{
    Py_VISIT(self->held);
    return 0;
}

static void
box_dealloc(Box *self)
{
    PyTypeObject *type = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    Py_CLEAR(self->held);
    type->tp_free((PyObject *)self);
    Py_DECREF(type);
}

static PyType_Slot box_slots[] = {
    {Py_tp_traverse, (void *)(traverseproc)&box_traverse},
    {Py_tp_dealloc, (void *)(uintptr_t)(destructor)&box_dealloc},
    {0, NULL},
};

PyType_Spec box_spec = {"spam.Box", sizeof(Box), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, box_slots};
