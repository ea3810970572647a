#include <Python.h>

typedef struct { PyObject_HEAD PyObject *cb; int kind; } Thing;
#define FLAGS (Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC)
#define SPEC(name, f) \
    static PyType_Slot name##_slots[] = {{Py_tp_traverse, f}, {0, NULL}}; \
    PyType_Spec name##_spec = {"m." #name, sizeof(Thing), 0, FLAGS, name##_slots}

/* By hand, with the result kept. */
static int
hand_traverse(Thing *s, visitproc v, void *a)
{
    int e = v((PyObject *)Py_TYPE(s), a);
    if (e) {
        return e;
    }
    e = v(s->cb, a);
    if (e) {
        return e;
    }
    return (*v)((PyObject *)Py_TYPE(s), a); //~ GC004
}
SPEC(Hand, hand_traverse);

/* On one of the paths. */
static int
some_traverse(PyObject *self, visitproc visit, void *arg)
{
    if (((Thing *)self)->kind != 0) {
        Py_VISIT(Py_TYPE(self));
    }
    Py_VISIT(((Thing *)self)->cb);
    Py_VISIT(Py_TYPE(self)); //~ GC004
    return 0;
}
SPEC(Some, some_traverse);

/* Two helpers. */
static int first(PyObject *self, visitproc visit, void *arg) { Py_VISIT(Py_TYPE(self)); return 0; }
static int second(PyObject *self, visitproc visit, void *arg) { return first(self, visit, arg); }
static int
helped_traverse(PyObject *self, visitproc visit, void *arg)
{
    int e = first(self, visit, arg);
    if (e != 0) {
        return e;
    }
    return second(self, visit, arg); //~ GC004
}
SPEC(Helped, helped_traverse);

/* A macro. */
#define VISIT_TYPE(o) Py_VISIT(Py_TYPE(o))
static int
macro_traverse(PyObject *self, visitproc visit, void *arg)
{
    VISIT_TYPE(self);
    Py_VISIT(((Thing *)self)->cb);
    VISIT_TYPE(self); //~ GC004
    return 0;
}
SPEC(Macro, macro_traverse);

/* On some Pythons. */
static int
late_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
#if PY_VERSION_HEX >= 0x030C0000
    Py_VISIT(Py_TYPE(self)); //~ GC004
#endif
    return 0;
}
SPEC(Late, late_traverse);
