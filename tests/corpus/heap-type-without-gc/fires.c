#include <Python.h>

typedef struct { PyObject_HEAD PyObject *cb; PyObject *list; } Obj;

void obj_set(Obj *self, PyObject *cb) { Py_XSETREF(self->cb, Py_NewRef(cb)); }

static void
obj_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    Py_CLEAR(((Obj *)self)->cb);
    tp->tp_free(self);
    Py_DECREF(tp);
}

static PyType_Slot owns_slots[] = {
    {Py_tp_dealloc, obj_dealloc},
    {0, NULL},
};
PyType_Spec owns_spec = {"m.owns", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT, owns_slots}; //~ GC005

static PyType_Slot open_slots[] = {
    {Py_tp_dealloc, obj_dealloc},
    {0, NULL},
};
PyType_Spec open_spec = {"m.open", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_BASETYPE, open_slots}; //~ GC005

typedef struct { PyObject_HEAD int fd; } Plain;

static PyType_Slot plain_slots[] = {
    {0, NULL},
};
PyType_Spec plain_spec = {"m.plain", sizeof(Plain), 0, Py_TPFLAGS_DEFAULT, plain_slots}; //~ GC005

typedef struct { Obj base; int more; } Derived;

static PyType_Slot derived_slots[] = {
    {Py_tp_dealloc, obj_dealloc},
    {0, NULL},
};
PyType_Spec derived_spec = {"m.derived", sizeof(Derived), 0, Py_TPFLAGS_DEFAULT, derived_slots}; //~ GC005

PyObject *
make(PyObject *m)
{
    return PyTuple_Pack(4, PyType_FromModuleAndSpec(m, &owns_spec, NULL), PyType_FromModuleAndSpec(m, &open_spec, NULL),
                        PyType_FromModuleAndSpec(m, &plain_spec, NULL), PyType_FromModuleAndSpec(m, &derived_spec, NULL));
}
