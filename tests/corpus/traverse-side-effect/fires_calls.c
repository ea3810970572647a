#include <Python.h>

// Counts changed, objects made and code run while the collector works.
typedef struct { PyObject_HEAD PyObject *a; PyObject *b; } Thing;
#define FLAGS (Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC)
static int clear(Thing *self) { Py_CLEAR(self->a); Py_CLEAR(self->b); return 0; }
#define SPEC(name, f) \
    static PyType_Slot name##_slots[] = {{Py_tp_traverse, f}, {Py_tp_clear, clear}, {0, NULL}}; \
    PyType_Spec name##_spec = {"m." #name, sizeof(Thing), 0, FLAGS, name##_slots}
extern void *token;

/* A base that is looked up gives a new reference. */
static int
token_traverse(PyObject *self, visitproc visit, void *arg)
{
    PyTypeObject *base;
    Py_VISIT(Py_TYPE(self));
    if (PyType_GetBaseByToken(Py_TYPE(self), token, &base) > 0) { //~ GC032
        Thing *data = PyObject_GetTypeData(self, base);
        Py_VISIT(data->a);
        Py_VISIT(data->b);
        Py_DECREF(base);
    }
    return 0;
}
SPEC(Token, token_traverse);

static int
tuple_traverse(Thing *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    PyObject *both = PyTuple_New(2); //~ GC032
    Py_XDECREF(both);
    Py_VISIT(self->a);
    Py_VISIT(self->b);
    return 0;
}
SPEC(Tuple, tuple_traverse);

static int
gil_traverse(Thing *self, visitproc visit, void *arg)
{
    PyGILState_STATE s = PyGILState_Ensure(); //~ GC032 FT011
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(self->a);
    Py_VISIT(self->b);
    PyGILState_Release(s);
    return 0;
}
SPEC(Gil, gil_traverse);

static int
value_traverse(Thing *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(self->a);
    Py_VISIT(self->b);
    if (self->a == NULL) {
        PyErr_WriteUnraisable((PyObject *)self); //~ GC032
    }
    return 0;
}
SPEC(Value, value_traverse);

/* The traverse of a module. */
typedef struct { PyObject *Error; } state;
static int
m_traverse(PyObject *m, visitproc visit, void *arg)
{
    state *st = PyModule_GetState(m);
    PyObject *error = Py_XNewRef(st->Error); //~ GC032
    Py_VISIT(error);
    Py_XDECREF(error);
    return 0;
}
static int m_clear(PyObject *m) { state *st = PyModule_GetState(m); Py_CLEAR(st->Error); return 0; }
static void m_free(void *m) { (void)m_clear((PyObject *)m); }
static PyModuleDef_Slot m_slots[] = {{Py_mod_multiple_interpreters, Py_MOD_MULTIPLE_INTERPRETERS_SUPPORTED}, {0, NULL}};
static struct PyModuleDef m_def = {
    PyModuleDef_HEAD_INIT, .m_name = "m", .m_size = sizeof(state), .m_slots = m_slots, .m_traverse = m_traverse, .m_clear = m_clear, .m_free = m_free,
};
PyMODINIT_FUNC PyInit_m(void) { return PyModuleDef_Init(&m_def); }
