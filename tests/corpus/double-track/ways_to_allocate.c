#include <Python.h>

typedef struct { PyObject_HEAD PyObject *cb; } Thing;
typedef struct { PyTypeObject *Thing_Type; } state;
static int thing_traverse(Thing *self, visitproc visit, void *arg) { Py_VISIT(Py_TYPE(self)); Py_VISIT(self->cb); return 0; }
static int thing_clear(Thing *self) { Py_CLEAR(self->cb); return 0; }
static PyType_Slot thing_slots[] = {{Py_tp_traverse, thing_traverse}, {Py_tp_clear, thing_clear}, {0, NULL}};
static PyType_Spec thing_spec = {"m.Thing", sizeof(Thing), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, thing_slots};
int
m_exec(PyObject *m, state *st)
{
    st->Thing_Type = (PyTypeObject *)PyType_FromModuleAndSpec(m, &thing_spec, NULL);
    return st->Thing_Type == NULL ? -1 : 0;
}

PyObject *
generic_alloc(state *st)
{
    Thing *o = (Thing *)PyType_GenericAlloc(st->Thing_Type, 0);
    if (o == NULL) {
        return NULL;
    }
    PyObject_GC_Track(o); //~ GC015
    return (PyObject *)o;
}
PyObject *
generic_new(state *st)
{
    PyObject *o = PyType_GenericNew(st->Thing_Type, NULL, NULL);
    if (o != NULL) {
        PyObject_GC_Track(o); //~ GC015
    }
    return o;
}
PyObject *
called(state *st)
{
    PyObject *o = PyObject_CallNoArgs((PyObject *)st->Thing_Type);
    if (o == NULL) {
        return NULL;
    }
    PyObject_GC_Track(o); //~ GC015
    return o;
}
/* Twice by hand. */
PyObject *
twice(state *st)
{
    Thing *o = PyObject_GC_New(Thing, st->Thing_Type);
    if (o == NULL) {
        return NULL;
    }
    o->cb = NULL;
    PyObject_GC_Track(o);
    o->cb = PyList_New(0);
    PyObject_GC_Track(o); //~ GC015
    return (PyObject *)o;
}
