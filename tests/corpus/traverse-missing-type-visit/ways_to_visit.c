#include <Python.h>

typedef struct { PyObject_HEAD PyObject *cb; } Thing;
typedef struct { Thing base; int n; } Derived;
#define Thing_CAST(op) ((Thing *)(op))
#define GC_FLAGS (Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC)

/* The ways to visit the type; `t_bad` shows that the macro below makes types. */
static int t_first(PyObject *op, visitproc visit, void *arg) { Py_VISIT(Py_TYPE(op)); Py_VISIT(Thing_CAST(op)->cb); return 0; }
static int t_cast(PyObject *op, visitproc visit, void *arg) { Py_VISIT((PyObject *)Py_TYPE(op)); return 0; }
static int t_alias(PyObject *op, visitproc visit, void *arg)
{
    Thing *self = Thing_CAST(op);
    PyTypeObject *type = Py_TYPE(self);
    Py_VISIT(self->cb);
    Py_VISIT(type);
    return 0;
}
static int t_field(Thing *self, visitproc visit, void *arg) { Py_VISIT(self->ob_base.ob_type); return 0; } //~ ABI013
static int t_hand(Thing *s, visitproc v, void *a)
{
    int e = v((PyObject *)Py_TYPE(s), a);
    if (e) return e;
    return 0;
}
static int t_pointer(PyObject *s, visitproc v, void *a)
{
    int e = (*v)((PyObject *)Py_TYPE(s), a);
    if (e) {
        return e;
    }
    return 0;
}
static int t_helper(PyObject *op, visitproc visit, void *arg) { return t_hand((Thing *)op, visit, arg); }
static int t_base(Derived *self, visitproc visit, void *arg)
{
    int err = t_field(&self->base, visit, arg);
    if (err != 0) {
        return err;
    }
    return 0;
}
static int t_own_and_static(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    return PyDict_Type.tp_traverse(self, visit, arg);
}
static int t_guarded(PyObject *self, visitproc visit, void *arg)
{
#if PY_VERSION_HEX >= 0x030900A1
    Py_VISIT(Py_TYPE(self));
#endif
    return 0;
}
static int t_run_time(PyObject *self, visitproc visit, void *arg)
{
    if (Py_Version >= 0x03090000) {
        Py_VISIT(Py_TYPE(self));
    }
    return 0;
}
static int t_heap_test(PyObject *self, visitproc visit, void *arg)
{
    if (PyType_GetFlags(Py_TYPE(self)) & Py_TPFLAGS_HEAPTYPE) {
        Py_VISIT(Py_TYPE(self));
    }
    return 0;
}
#define VISIT_TYPE(self) Py_VISIT(Py_TYPE(self))
static int t_macro(PyObject *self, visitproc visit, void *arg) { VISIT_TYPE(self); return 0; }
static int t_goto(PyObject *self, visitproc visit, void *arg)
{
    if (Thing_CAST(self)->cb == NULL) {
        goto done;
    }
    Py_VISIT(Thing_CAST(self)->cb);
done:
    Py_VISIT(Py_TYPE(self));
    return 0;
}

#define SPEC(name, f) \
    static PyType_Slot name##_slots[] = {{Py_tp_traverse, (void *)f}, {0, NULL}}; \
    PyType_Spec name##_spec = {.name = "m." #name, .basicsize = sizeof(Thing), .flags = GC_FLAGS, .slots = name##_slots}

static int t_bad(PyObject *op, visitproc visit, void *arg) //~ GC001
{
    Py_VISIT(Thing_CAST(op)->cb);
    return 0;
}

SPEC(Bad, t_bad);
SPEC(A, t_first);
SPEC(B, t_cast);
SPEC(C, t_alias);
SPEC(D, t_field);
SPEC(E, t_hand);
SPEC(F, t_pointer);
SPEC(G, t_helper);
SPEC(H, t_base);
SPEC(I, t_own_and_static);
SPEC(J, t_guarded);
SPEC(K, t_run_time);
SPEC(L, t_heap_test);
SPEC(M, t_macro);
SPEC(N, t_goto);

/* Where nothing is known: a function pointer, a function of another project. */
typedef struct { PyObject_HEAD traverseproc inner; } Unknown;
static int t_pointer_field(PyObject *self, visitproc visit, void *arg) { return ((Unknown *)self)->inner(self, visit, arg); }
extern int elsewhere_traverse(PyObject *, visitproc, void *);
static int t_elsewhere(PyObject *self, visitproc visit, void *arg) { return elsewhere_traverse(self, visit, arg); }
SPEC(O, t_pointer_field);
SPEC(P, t_elsewhere);
SPEC(Q, elsewhere_traverse);
SPEC(R, _PyObject_VisitType); //~ ABI004

/* The traverse of a module. */
typedef struct { PyObject *Error; } state;
static int m_trav(PyObject *m, visitproc visit, void *arg) { Py_VISIT(((state *)PyModule_GetState(m))->Error); return 0; }
static int m_clr(PyObject *m) { Py_CLEAR(((state *)PyModule_GetState(m))->Error); return 0; }
static void m_fre(void *m) { (void)m_clr((PyObject *)m); }
PyModuleDef def = {
    PyModuleDef_HEAD_INIT,
    .m_name = "m",
    .m_size = sizeof(state),
    .m_traverse = m_trav,
    .m_clear = m_clr,
    .m_free = m_fre,
};
