#include <Python.h>

// The visitor called by hand, and addresses that are objects.
typedef struct { PyObject_HEAD PyObject *key; } Inner;
typedef struct { PyObject_HEAD PyObject *cb; Inner inner; PyObject *items[2]; } Thing;
static int thing_clear(Thing *self) { Py_CLEAR(self->cb); return 0; }
static int
wrong_traverse(Thing *self, visitproc v, void *a)
{
    int e = v((PyObject *)Py_TYPE(self), a);
    if (e) {
        return e;
    }
    return v((PyObject *)&self->cb, a); //~ GC034
}
static PyType_Slot wrong_slots[] = {{Py_tp_traverse, wrong_traverse}, {Py_tp_clear, thing_clear}, {0, NULL}};
PyType_Spec wrong_spec = {"m.Wrong", sizeof(Thing), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, wrong_slots};

static int
right_traverse(Thing *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(self->cb);
    Py_VISIT((PyObject *)&self->inner);
    Py_VISIT(*&self->items[0]);
    PyObject **second = &self->items[1];
    Py_VISIT(*second);
    return 0;
}
static PyType_Slot right_slots[] = {{Py_tp_traverse, right_traverse}, {Py_tp_clear, thing_clear}, {0, NULL}};
PyType_Spec right_spec = {"m.Right", sizeof(Thing), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, right_slots};
