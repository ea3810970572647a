/* A factory that hands out untracked objects, and what those do who get one. */
#include <Python.h>

typedef struct { PyObject_HEAD PyObject *cb; } Obj;
typedef struct { PyObject *kept; } state;

static int
obj_clear(PyObject *self)
{
    Py_CLEAR(((Obj *)self)->cb);
    return 0;
}

static int
obj_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(((Obj *)self)->cb);
    return 0;
}

static PyType_Slot obj_slots[] = {
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {0, NULL},
};
PyType_Spec obj_spec = {"m.obj", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, obj_slots};
PyTypeObject *obj_type; //~ ISO012

int
add_types(PyObject *m)
{
    obj_type = (PyTypeObject *)PyType_FromModuleAndSpec(m, &obj_spec, NULL);
    return obj_type == NULL ? -1 : 0;
}

static Obj *
alloc(PyObject *cb)
{
    Obj *o = PyObject_GC_New(Obj, obj_type);
    if (o == NULL)
        return NULL;
    o->cb = Py_NewRef(cb);
    return o;
}

/* Tracks what it got. */
PyObject *
tracks(PyObject *module, PyObject *cb)
{
    Obj *o = alloc(cb);
    if (o != NULL)
        PyObject_GC_Track(o);
    return (PyObject *)o;
}

/* Forgets to. */
PyObject *
forgets(PyObject *module, PyObject *cb)
{
    Obj *o = alloc(cb); //~ GC014
    if (o == NULL)
        return NULL;
    return (PyObject *)o;
}

/* Stores it where others find it. */
PyObject *
stores(state *st, PyObject *cb)
{
    Obj *o = alloc(cb);
    if (o == NULL)
        return NULL;
    st->kept = (PyObject *)o;
    return (PyObject *)o;
}
