#include <Python.h>

typedef struct { PyObject_HEAD PyObject *cb; } Thing;
#define FLAGS (Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC)
#define SPEC(name, f) \
    static PyType_Slot name##_slots[] = {{Py_tp_traverse, f}, {0, NULL}}; \
    PyType_Spec name##_spec = {"m." #name, sizeof(Thing), 0, FLAGS, name##_slots}

/* Guards read at run time, and ones with a pre-release number. */
static int
run_time_traverse(PyObject *self, visitproc visit, void *arg)
{
    if (Py_Version >= 0x03090000) {
        Py_VISIT(Py_TYPE(self));
    }
    return 0;
}
static int
constant_traverse(PyObject *self, visitproc visit, void *arg)
{
    if (PY_VERSION_HEX >= 0x030900A1) {
        Py_VISIT(Py_TYPE(self));
    }
    return 0;
}
static int
minor_traverse(PyObject *self, visitproc visit, void *arg)
{
#if PY_MAJOR_VERSION > 3 || PY_MINOR_VERSION >= 9
    Py_VISIT(Py_TYPE(self));
#endif
    return 0;
}
SPEC(RunTime, run_time_traverse);
SPEC(Constant, constant_traverse);
SPEC(Minor, minor_traverse);

/* A guard that begins too early. */
static int
early_traverse(PyObject *self, visitproc visit, void *arg)
{
#if PY_VERSION_HEX >= 0x03080000
    Py_VISIT(Py_TYPE(self)); //~ GC003
#endif
    return 0;
}
SPEC(Early, early_traverse);

/* The visit in a helper: the finding stands at the visit that is counted twice. */
static int
helper(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    return 0;
}
static int helped_traverse(PyObject *self, visitproc visit, void *arg) { return helper(self, visit, arg); } //~ GC003
SPEC(Helped, helped_traverse);

/* Static types, and types that are not collected. */
static int
other_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    return 0;
}
static PyTypeObject static_type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.Static", .tp_basicsize = sizeof(Thing), .tp_flags = FLAGS, .tp_traverse = other_traverse,
};
