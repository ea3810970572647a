#include <Python.h>

typedef struct { PyObject_HEAD PyObject *cb; PyObject *list; } Obj;

static int
obj_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(((Obj *)self)->cb);
    Py_VISIT(((Obj *)self)->list);
    return 0;
}

void
obj_set(Obj *self, PyObject *cb)
{
    Py_INCREF(cb);
    Py_XDECREF(self->cb);
    self->cb = cb;
}

static PyType_Slot settable_slots[] = {
    {Py_tp_traverse, obj_traverse},
    {0, NULL},
};
PyType_Spec settable_spec = {"m.settable", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, settable_slots}; //~ GC008

int
add_types(PyObject *module)
{
    if (PyModule_Add(module, "settable", PyType_FromModuleAndSpec(module, &settable_spec, NULL)) < 0) {
        return -1;
    }
    return 0;
}
