#include <Python.h>

typedef struct { PyObject_HEAD PyObject *cb; PyObject *list; } Obj;

static int
obj_clear(PyObject *self)
{
    Py_CLEAR(((Obj *)self)->cb);
    Py_CLEAR(((Obj *)self)->list);
    return 0;
}

static int
obj_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(((Obj *)self)->cb);
    Py_VISIT(((Obj *)self)->list);
    return 0;
}

static PyType_Slot obj_slots[] = {
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {0, NULL},
};
PyType_Spec obj_spec = {"m.obj", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, obj_slots};

typedef struct { PyTypeObject *type; } state;

int
add_types(PyObject *m, state *st)
{
    st->type = (PyTypeObject *)PyType_FromModuleAndSpec(m, &obj_spec, NULL);
    return st->type == NULL ? -1 : 0;
}

PyObject *
make(state *st, PyObject *cb)
{
    Obj *o = PyObject_GC_New(Obj, st->type);
    if (o == NULL) {
        return NULL;
    }
    o->cb = Py_NewRef(cb);
    o->list = NULL;
    PyObject_GC_Track(o);
    return (PyObject *)o;
}

PyObject *
untracked(state *st, PyObject *cb)
{
    Obj *o = (Obj *)st->type->tp_alloc(st->type, 0);
    if (o == NULL) {
        return NULL;
    }
    PyObject_GC_UnTrack(o);
    o->cb = Py_NewRef(cb);
    PyObject_GC_Track(o);
    return (PyObject *)o;
}

PyObject *
asked(state *st, PyObject *cb)
{
    Obj *o = (Obj *)st->type->tp_alloc(st->type, 0);
    if (o == NULL) {
        return NULL;
    }
    if (!PyObject_GC_IsTracked((PyObject *)o)) {
        PyObject_GC_Track(o);
    }
    return (PyObject *)o;
}

PyObject *
unknown(PyTypeObject *type)
{
    Obj *o = (Obj *)type->tp_alloc(type, 0);
    if (o == NULL) {
        return NULL;
    }
    PyObject_GC_Track(o);
    return (PyObject *)o;
}

