#include <Python.h>

typedef struct { PyObject_HEAD PyObject *cb; PyObject *list; } Obj;

static int
obj_clear(PyObject *self)
{
    Py_CLEAR(((Obj *)self)->cb);
    Py_CLEAR(((Obj *)self)->list);
    return 0;
}

typedef struct { PyObject *x; } state;

static int
state_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(((Obj *)self)->cb);
    Py_VISIT(((Obj *)self)->list);
    state *st = PyType_GetModuleState(Py_TYPE(self));
    if (st != NULL && Py_REFCNT(self) > 1) {
        Py_VISIT(st->x);
    }
    return 0;
}

static PyType_Slot state_slots[] = {
    {Py_tp_traverse, state_traverse},
    {Py_tp_clear, obj_clear},
    {0, NULL},
};
PyType_Spec state_spec = {"m.state", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, state_slots};

static int
size_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(((Obj *)self)->cb);
    Py_VISIT(((Obj *)self)->list);
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(((Obj *)self)->list); i++) {
        Py_VISIT(PyTuple_GET_ITEM(((Obj *)self)->list, i));
    }
    return 0;
}

static PyType_Slot size_slots[] = {
    {Py_tp_traverse, size_traverse},
    {Py_tp_clear, obj_clear},
    {0, NULL},
};
PyType_Spec size_spec = {"m.size", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, size_slots};

int
add_types(PyObject *module)
{
    if (PyModule_Add(module, "state", PyType_FromModuleAndSpec(module, &state_spec, NULL)) < 0) {
        return -1;
    }
    if (PyModule_Add(module, "size", PyType_FromModuleAndSpec(module, &size_spec, NULL)) < 0) {
        return -1;
    }
    return 0;
}
