#include <Python.h>

// The base that the type was made with, the base of another object, and types that nobody derives from.
typedef struct { PyObject_HEAD PyObject *cb; } Thing;
typedef struct { PyTypeObject *Base_Type; PyTypeObject *Sub_Type; } state;
extern struct PyModuleDef def;
#define FLAGS (Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC)
static state *find_state(PyObject *self) { return PyModule_GetState(PyType_GetModuleByDef(Py_TYPE(self), &def)); }
static int traverse(Thing *self, visitproc visit, void *arg) { Py_VISIT(Py_TYPE(self)); Py_VISIT(self->cb); return 0; }
static int clear(Thing *self) { Py_CLEAR(self->cb); return 0; }
static void
base_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    (void)clear((Thing *)self);
    tp->tp_free(self);
    Py_DECREF(tp);
}
static PyType_Slot base_slots[] = {{Py_tp_traverse, traverse}, {Py_tp_clear, clear}, {Py_tp_dealloc, base_dealloc}, {0, NULL}};
static PyType_Spec base_spec = {"m.Base", sizeof(Thing), 0, FLAGS | Py_TPFLAGS_BASETYPE, base_slots};

/* From the state of the module, and from the type that is known. */
static void sub_dealloc(PyObject *self) { find_state(self)->Base_Type->tp_dealloc(self); } //~ HT003
static int sub_clear(PyObject *self) { return find_state(self)->Sub_Type->tp_base->tp_clear(self); } //~ HT003
static PyType_Slot sub_slots[] = {{Py_tp_traverse, traverse}, {Py_tp_clear, sub_clear}, {Py_tp_dealloc, sub_dealloc}, {0, NULL}};
static PyType_Spec sub_spec = {"m.Sub", sizeof(Thing), 0, FLAGS | Py_TPFLAGS_BASETYPE, sub_slots};

/* The slot of the type of another object. */
typedef struct { PyObject_HEAD PyObject *inner; } Proxy;
static int proxy_traverse(Proxy *self, visitproc visit, void *arg) { Py_VISIT(Py_TYPE(self)); Py_VISIT(self->inner); return 0; }
static int
proxy_clear(Proxy *self)
{
    PyObject *inner = self->inner;
    self->inner = NULL;
    if (inner != NULL && Py_TYPE(inner)->tp_base->tp_clear != NULL) {
        Py_TYPE(inner)->tp_base->tp_clear(inner);
    }
    Py_XDECREF(inner);
    return 0;
}
static PyType_Slot proxy_slots[] = {{Py_tp_traverse, proxy_traverse}, {Py_tp_clear, proxy_clear}, {0, NULL}};
static PyType_Spec proxy_spec = {"m.Proxy", sizeof(Proxy), 0, FLAGS | Py_TPFLAGS_BASETYPE, proxy_slots};

int
m_exec(PyObject *m, state *st)
{
    st->Base_Type = (PyTypeObject *)PyType_FromModuleAndSpec(m, &base_spec, NULL);
    st->Sub_Type = (PyTypeObject *)PyType_FromModuleAndSpec(m, &sub_spec, (PyObject *)st->Base_Type);
    return PyType_FromModuleAndSpec(m, &proxy_spec, NULL) == NULL ? -1 : 0;
}
