#include <Python.h>

// The visit is made by somebody else.
typedef struct { PyObject_HEAD PyObject *cb; } Thing;
typedef struct { PyTypeObject *Base_Type; PyTypeObject *Sub_Type; PyTypeObject *Slot_Type; PyTypeObject *Deep_Type; PyTypeObject *Cython_Type; } state;
extern struct PyModuleDef def;
#define GC (Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC)

static inline state *
state_of(PyObject *self)
{
    return (state *)PyModule_GetState(PyType_GetModuleByDef(Py_TYPE(self), &def));
}

static int
base_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(((Thing *)self)->cb);
    return 0;
}
static PyType_Slot base_slots[] = {{Py_tp_traverse, base_traverse}, {0, NULL}};
static PyType_Spec base_spec = {"m.Base", sizeof(Thing), 0, GC | Py_TPFLAGS_BASETYPE, base_slots};

/* The slot of a heap base. */
static int
sub_traverse(PyObject *self, visitproc visit, void *arg)
{
    return state_of(self)->Base_Type->tp_traverse(self, visit, arg);
}
static PyType_Slot sub_slots[] = {{Py_tp_traverse, sub_traverse}, {0, NULL}};
static PyType_Spec sub_spec = {"m.Sub", sizeof(Thing), 0, GC, sub_slots};

/* The same through PyType_GetSlot. */
static int
slot_traverse(PyObject *self, visitproc visit, void *arg)
{
    traverseproc base = (traverseproc)PyType_GetSlot(state_of(self)->Base_Type, Py_tp_traverse);
    return base(self, visit, arg);
}
static PyType_Slot slot_slots[] = {{Py_tp_traverse, slot_traverse}, {0, NULL}};
static PyType_Spec slot_spec = {"m.Slot", sizeof(Thing), 0, GC, slot_slots};

/* Four functions down. */
static int visit4(Thing *s, visitproc v, void *a) { Py_VISIT(s->cb); return v((PyObject *)Py_TYPE(s), a); }
static int visit3(Thing *s, visitproc v, void *a) { return visit4(s, v, a); }
static int visit2(Thing *s, visitproc v, void *a) { int r = visit3(s, v, a); return r; }
static int visit1(PyObject *s, visitproc v, void *a) { int r = visit2((Thing *)s, v, a); if (r) return r; return 0; }
static int deep_traverse(PyObject *s, visitproc v, void *a) { return visit1(s, v, a); }
static PyType_Slot deep_slots[] = {{Py_tp_traverse, deep_traverse}, {0, NULL}};
static PyType_Spec deep_spec = {"m.Deep", sizeof(Thing), 0, GC, deep_slots};

/* As Cython writes it: a helper that is a 0 where there are no specs. */
#if !CYTHON_USE_TYPE_SPECS
#define __Pyx_call_type_traverse(o, always_call, visit, arg) 0
#else
static int
__Pyx_call_type_traverse(PyObject *o, int always_call, visitproc visit, void *arg)
{
    if (always_call) {
        return visit((PyObject *)Py_TYPE(o), arg);
    }
    return 0;
}
#endif
static int
cython_traverse(PyObject *o, visitproc v, void *a)
{
    int e;
    Thing *p = (Thing *)o;
    {
        e = __Pyx_call_type_traverse(o, 1, v, a);
        if (e) return e;
    }
    if (p->cb) {
        e = (*v)(p->cb, a); if (e) return e;
    }
    return 0;
}
#if CYTHON_USE_TYPE_SPECS
static PyType_Slot cython_slots[] = {{Py_tp_traverse, (void *)cython_traverse}, {0, 0}};
static PyType_Spec cython_spec = {"m.Cython", sizeof(Thing), 0, GC, cython_slots};
int add_cython(PyObject *m, state *st) { st->Cython_Type = (PyTypeObject *)PyType_FromModuleAndSpec(m, &cython_spec, NULL); return 0; }
#else
static PyTypeObject cython_type = { //~ ISO001
    PyVarObject_HEAD_INIT(0, 0)
    .tp_name = "m.Cython", .tp_basicsize = sizeof(Thing), .tp_flags = GC, .tp_traverse = cython_traverse,
};
#endif

/* Two functions that call each other: nothing is known. */
static int ping(PyObject *self, visitproc visit, void *arg);
static int pong(PyObject *self, visitproc visit, void *arg) { return ((Thing *)self)->cb ? ping(self, visit, arg) : 0; }
static int ping(PyObject *self, visitproc visit, void *arg) { return pong(self, visit, arg); }
static PyType_Slot ping_slots[] = {{Py_tp_traverse, ping}, {0, NULL}};
PyType_Spec ping_spec = {"m.Ping", sizeof(Thing), 0, GC, ping_slots};

int
m_exec(PyObject *m, state *st)
{
    st->Base_Type = (PyTypeObject *)PyType_FromModuleAndSpec(m, &base_spec, NULL);
    if (st->Base_Type == NULL) {
        return -1;
    }
    st->Sub_Type = (PyTypeObject *)PyType_FromModuleAndSpec(m, &sub_spec, (PyObject *)st->Base_Type);
    st->Slot_Type = (PyTypeObject *)PyType_FromModuleAndSpec(m, &slot_spec, (PyObject *)st->Base_Type);
    st->Deep_Type = (PyTypeObject *)PyType_FromModuleAndSpec(m, &deep_spec, NULL);
    return 0;
}
