#include <Python.h>

// Two visits in the text, one on every path.
typedef struct { PyObject_HEAD PyObject *cb; int kind; } Thing;
#define FLAGS (Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC)
#define SPEC(name, f) \
    static PyType_Slot name##_slots[] = {{Py_tp_traverse, f}, {0, NULL}}; \
    PyType_Spec name##_spec = {"m." #name, sizeof(Thing), 0, FLAGS, name##_slots}

static int
early_traverse(PyObject *self, visitproc visit, void *arg)
{
    if (((Thing *)self)->cb == NULL) {
        Py_VISIT(Py_TYPE(self));
        return 0;
    }
    Py_VISIT(((Thing *)self)->cb);
    Py_VISIT(Py_TYPE(self));
    return 0;
}
SPEC(Early, early_traverse);

static int
switch_traverse(PyObject *self, visitproc visit, void *arg)
{
    switch (((Thing *)self)->kind) {
    case 0:
        Py_VISIT(Py_TYPE(self));
        break;
    case 1:
        Py_VISIT(((Thing *)self)->cb);
        Py_VISIT(Py_TYPE(self));
        break;
    default:
        return visit((PyObject *)Py_TYPE(self), arg);
    }
    return 0;
}
SPEC(Switch, switch_traverse);

static int
compiled_traverse(PyObject *self, visitproc visit, void *arg)
{
#if PY_VERSION_HEX >= 0x030C0000
    Py_VISIT(Py_TYPE(self));
#else
    PyTypeObject *tp = Py_TYPE(self);
    Py_VISIT(tp);
#endif
    return 0;
}
SPEC(Compiled, compiled_traverse);

static int
goto_traverse(PyObject *self, visitproc visit, void *arg)
{
    if (((Thing *)self)->kind == 0) {
        goto plain;
    }
    Py_VISIT(((Thing *)self)->cb);
    Py_VISIT(Py_TYPE(self));
    return 0;
plain:
    Py_VISIT(Py_TYPE(self));
    return 0;
}
SPEC(Goto, goto_traverse);

static int
ternary_traverse(PyObject *self, visitproc visit, void *arg)
{
    return ((Thing *)self)->kind ? visit((PyObject *)Py_TYPE(self), arg) : visit((PyObject *)Py_TYPE(self), arg);
}
SPEC(Ternary, ternary_traverse);

/* Two tests that exclude each other, as far as anybody can tell. */
static int
tests_traverse(PyObject *self, visitproc visit, void *arg)
{
    if (((Thing *)self)->kind == 0) {
        Py_VISIT(Py_TYPE(self));
    }
    if (((Thing *)self)->kind != 0) {
        Py_VISIT(Py_TYPE(self));
    }
    return 0;
}
SPEC(Tests, tests_traverse);

/* As Cython does it above a base of its own: the helper leaves the type to a heap base. */
static int
__Pyx_call_type_traverse(PyObject *o, int always_call, visitproc visit, void *arg)
{
    if (!always_call) {
        PyTypeObject *base = Py_TYPE(o)->tp_base;
        if (PyType_GetFlags(base) & Py_TPFLAGS_HEAPTYPE) {
            return 0;
        }
    }
    Py_VISIT((PyObject *)Py_TYPE(o));
    return 0;
}
static int
base_traverse(PyObject *o, visitproc v, void *a)
{
    int e = __Pyx_call_type_traverse(o, 1, v, a);
    if (e) return e;
    return 0;
}
SPEC(Base, base_traverse);
static PyTypeObject *ptype_base; //~ ISO012
static int
sub_traverse(PyObject *o, visitproc v, void *a)
{
    int e;
    {
        e = __Pyx_call_type_traverse(o, 0, v, a);
        if (e) return e;
    }
    e = ptype_base->tp_traverse(o, v, a);
    if (e) return e;
    return 0;
}
SPEC(Sub, sub_traverse);
int
add_cython(PyObject *m)
{
    ptype_base = (PyTypeObject *)PyType_FromModuleAndSpec(m, &Base_spec, NULL);
    PyObject *sub = PyType_FromModuleAndSpec(m, &Sub_spec, (PyObject *)ptype_base);
    return sub == NULL ? -1 : 0;
}

/* A static type, whose references are not counted by the collector. */
static int
static_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(Py_TYPE(self));
    return 0;
}
static PyTypeObject static_type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.Static", .tp_basicsize = sizeof(Thing), .tp_flags = FLAGS, .tp_traverse = static_traverse,
};
