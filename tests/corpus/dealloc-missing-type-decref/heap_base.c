#include <Python.h>

// A base made from a spec: its dealloc releases the type, or forgets it for both.
typedef struct { PyObject_HEAD PyObject *cb; } Thing;
typedef struct { PyTypeObject *Good_Type; PyTypeObject *Bad_Type; PyTypeObject *GoodSub_Type; PyTypeObject *BadSub_Type; } state;
extern struct PyModuleDef def;
static state *find_state(PyObject *self) { return PyModule_GetState(PyType_GetModuleByDef(Py_TYPE(self), &def)); }
#define FLAGS (Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC)
static int traverse(Thing *self, visitproc visit, void *arg) { Py_VISIT(Py_TYPE(self)); Py_VISIT(self->cb); return 0; }
static int clear(Thing *self) { Py_CLEAR(self->cb); return 0; }

static void
good_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    (void)clear((Thing *)self);
    tp->tp_free(self);
    Py_DECREF(tp);
}
static void
bad_dealloc(PyObject *self) //~ GC021
{
    PyObject_GC_UnTrack(self);
    (void)clear((Thing *)self);
    Py_TYPE(self)->tp_free(self);
}
static void
good_sub_dealloc(PyObject *self)
{
    PyObject_GC_UnTrack(self);
    find_state(self)->Good_Type->tp_dealloc(self); //~ HT003
}
static void
bad_sub_dealloc(PyObject *self) //~ GC021
{
    PyObject_GC_UnTrack(self);
    find_state(self)->Bad_Type->tp_dealloc(self); //~ HT003
}
#define SPEC(name, f) \
    static PyType_Slot name##_slots[] = {{Py_tp_traverse, traverse}, {Py_tp_clear, clear}, {Py_tp_dealloc, f}, {0, NULL}}; \
    static PyType_Spec name##_spec = {"m." #name, sizeof(Thing), 0, FLAGS | Py_TPFLAGS_BASETYPE, name##_slots}
SPEC(Good, good_dealloc);
SPEC(Bad, bad_dealloc);
SPEC(GoodSub, good_sub_dealloc);
SPEC(BadSub, bad_sub_dealloc);
int
m_exec(PyObject *m, state *st)
{
    st->Good_Type = (PyTypeObject *)PyType_FromModuleAndSpec(m, &Good_spec, NULL);
    st->Bad_Type = (PyTypeObject *)PyType_FromModuleAndSpec(m, &Bad_spec, NULL);
    st->GoodSub_Type = (PyTypeObject *)PyType_FromModuleAndSpec(m, &GoodSub_spec, (PyObject *)st->Good_Type);
    st->BadSub_Type = (PyTypeObject *)PyType_FromModuleAndSpec(m, &BadSub_spec, (PyObject *)st->Bad_Type);
    return 0;
}
