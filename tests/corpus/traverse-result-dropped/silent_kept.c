#include <Python.h>

// The result kept in other ways, and calls that are no visits.
typedef struct { PyObject_HEAD PyObject *a; PyObject *b; } Thing;
#define FLAGS (Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC)
static int clear(Thing *self) { Py_CLEAR(self->a); Py_CLEAR(self->b); return 0; }
#define SPEC(name, f) \
    static PyType_Slot name##_slots[] = {{Py_tp_traverse, f}, {Py_tp_clear, clear}, {0, NULL}}; \
    PyType_Spec name##_spec = {"m." #name, sizeof(Thing), 0, FLAGS, name##_slots}

static int
assigned_traverse(Thing *self, visitproc visit, void *arg)
{
    int ret;
    if ((ret = visit((PyObject *)Py_TYPE(self), arg)) != 0) {
        return ret;
    }
    ret = self->a ? visit(self->a, arg) : 0;
    if (ret == 0 && self->b) {
        ret = visit(self->b, arg);
    }
    return ret;
}
SPEC(Assigned, assigned_traverse);

/* A lock around, whose functions get the object alone. */
int lock(Thing *);
void unlock(Thing *);
static int
locked_traverse(Thing *self, visitproc visit, void *arg)
{
    lock(self);
    int ret = visit((PyObject *)Py_TYPE(self), arg);
    unlock(self);
    if (ret) {
        return ret;
    }
    Py_VISIT(self->a);
    Py_VISIT(self->b);
    return 0;
}
SPEC(Locked, locked_traverse);
