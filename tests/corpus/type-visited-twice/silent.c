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
base_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(((Obj *)self)->cb);
    return 0;
}

static int
once_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(((Obj *)self)->cb);
    Py_VISIT(((Obj *)self)->list);
    return 0;
}

static PyType_Slot once_slots[] = {
    {Py_tp_traverse, once_traverse},
    {Py_tp_clear, obj_clear},
    {0, NULL},
};
PyType_Spec once_spec = {"m.once", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, once_slots};

static int
static_base_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(((Obj *)self)->cb);
    Py_VISIT(((Obj *)self)->list);
    return PyTuple_Type.tp_traverse(self, visit, arg);
}

static PyType_Slot static_base_slots[] = {
    {Py_tp_traverse, static_base_traverse},
    {Py_tp_clear, obj_clear},
    {0, NULL},
};
PyType_Spec static_base_spec = {"m.static_base", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, static_base_slots};

static int
branches_traverse(PyObject *self, visitproc visit, void *arg)
{
    if (((Obj *)self)->cb != NULL) {
        Py_VISIT(Py_TYPE(self));
        Py_VISIT(((Obj *)self)->cb);
    }
    else {
        Py_VISIT(Py_TYPE(self));
    }
    Py_VISIT(((Obj *)self)->list);
    return 0;
}

static PyType_Slot branches_slots[] = {
    {Py_tp_traverse, branches_traverse},
    {Py_tp_clear, obj_clear},
    {0, NULL},
};
PyType_Spec branches_spec = {"m.branches", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, branches_slots};

static int
delegated_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(((Obj *)self)->list);
    return base_traverse(self, visit, arg);
}

static PyType_Slot delegated_slots[] = {
    {Py_tp_traverse, delegated_traverse},
    {Py_tp_clear, obj_clear},
    {0, NULL},
};
PyType_Spec delegated_spec = {"m.delegated", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, delegated_slots};

int elsewhere(PyObject *, visitproc, void *);

static int
unknown_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(((Obj *)self)->cb);
    Py_VISIT(((Obj *)self)->list);
    return elsewhere(self, visit, arg);
}

static PyType_Slot unknown_slots[] = {
    {Py_tp_traverse, unknown_traverse},
    {Py_tp_clear, obj_clear},
    {0, NULL},
};
PyType_Spec unknown_spec = {"m.unknown", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, unknown_slots};

typedef struct { PyObject_HEAD PyObject *key; } Link;

static int
child_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(((Obj *)self)->cb);
    Py_VISIT(((Obj *)self)->list);
    Link *link = (Link *)((Obj *)self)->cb;
    Py_VISIT(Py_TYPE(link));
    return 0;
}

static PyType_Slot child_slots[] = {
    {Py_tp_traverse, child_traverse},
    {Py_tp_clear, obj_clear},
    {0, NULL},
};
PyType_Spec child_spec = {"m.child", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, child_slots};

int
add_types(PyObject *module)
{
    if (PyModule_Add(module, "once", PyType_FromModuleAndSpec(module, &once_spec, NULL)) < 0) {
        return -1;
    }
    if (PyModule_Add(module, "static_base", PyType_FromModuleAndSpec(module, &static_base_spec, NULL)) < 0) {
        return -1;
    }
    if (PyModule_Add(module, "branches", PyType_FromModuleAndSpec(module, &branches_spec, NULL)) < 0) {
        return -1;
    }
    if (PyModule_Add(module, "delegated", PyType_FromModuleAndSpec(module, &delegated_spec, NULL)) < 0) {
        return -1;
    }
    if (PyModule_Add(module, "unknown", PyType_FromModuleAndSpec(module, &unknown_spec, NULL)) < 0) {
        return -1;
    }
    if (PyModule_Add(module, "child", PyType_FromModuleAndSpec(module, &child_spec, NULL)) < 0) {
        return -1;
    }
    return 0;
}
