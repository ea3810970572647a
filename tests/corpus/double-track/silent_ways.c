#include <Python.h>

// Tracked once: untracked in between, asked before, or another object.
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
untracked_first(state *st, PyObject *cb)
{
    Thing *o = (Thing *)st->Thing_Type->tp_alloc(st->Thing_Type, 0);
    if (o == NULL) {
        return NULL;
    }
    PyObject_GC_UnTrack(o);
    o->cb = Py_NewRef(cb);
    PyObject_GC_Track(o);
    return (PyObject *)o;
}
PyObject *
asked_first(state *st)
{
    PyObject *o = st->Thing_Type->tp_alloc(st->Thing_Type, 0);
    if (o == NULL) {
        return NULL;
    }
    if (!PyObject_GC_IsTracked(o)) {
        PyObject_GC_Track(o);
    }
    return o;
}
PyObject *
another_object(state *st, PyObject *other)
{
    PyObject *o = st->Thing_Type->tp_alloc(st->Thing_Type, 0);
    PyObject_GC_Track(other);
    return o;
}
/* One of two branches each. */
PyObject *
one_each(state *st, int quick)
{
    Thing *o;
    if (quick) {
        o = PyObject_GC_New(Thing, st->Thing_Type);
        if (o == NULL) {
            return NULL;
        }
        o->cb = NULL;
        PyObject_GC_Track(o);
    }
    else {
        o = (Thing *)st->Thing_Type->tp_alloc(st->Thing_Type, 0);
    }
    return (PyObject *)o;
}
/* An allocator of the type's own, which does not track. */
static PyObject *
own_alloc(PyTypeObject *type, Py_ssize_t n)
{
    return (PyObject *)PyObject_GC_New(Thing, type);
}
static PyType_Slot own_slots[] = {{Py_tp_alloc, own_alloc}, {Py_tp_traverse, thing_traverse}, {Py_tp_clear, thing_clear}, {0, NULL}};
static PyType_Spec own_spec = {"m.Own", sizeof(Thing), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, own_slots};
PyObject *
of_own(PyObject *m)
{
    PyTypeObject *type = (PyTypeObject *)PyType_FromModuleAndSpec(m, &own_spec, NULL);
    if (type == NULL) {
        return NULL;
    }
    Thing *o = (Thing *)type->tp_alloc(type, 0);
    if (o == NULL) {
        return NULL;
    }
    o->cb = NULL;
    PyObject_GC_Track(o);
    return (PyObject *)o;
}
