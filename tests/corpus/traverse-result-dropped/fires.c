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
base_dropped_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(((Obj *)self)->list);
    base_traverse(self, visit, arg); //~ GC036
    return 0;
}

static PyType_Slot base_dropped_slots[] = {
    {Py_tp_traverse, base_dropped_traverse},
    {Py_tp_clear, obj_clear},
    {0, NULL},
};
PyType_Spec base_dropped_spec = {"m.base_dropped", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, base_dropped_slots};

static int
visit_dropped_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(((Obj *)self)->list);
    visit(((Obj *)self)->cb, arg); //~ GC036
    return 0;
}

static PyType_Slot visit_dropped_slots[] = {
    {Py_tp_traverse, visit_dropped_traverse},
    {Py_tp_clear, obj_clear},
    {0, NULL},
};
PyType_Spec visit_dropped_spec = {"m.visit_dropped", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, visit_dropped_slots};

static int
static_dropped_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(((Obj *)self)->cb);
    Py_VISIT(((Obj *)self)->list);
    PyTuple_Type.tp_traverse(self, visit, arg); //~ GC036
    return 0;
}

static PyType_Slot static_dropped_slots[] = {
    {Py_tp_traverse, static_dropped_traverse},
    {Py_tp_clear, obj_clear},
    {0, NULL},
};
PyType_Spec static_dropped_spec = {"m.static_dropped", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, static_dropped_slots};

static int
dict_dropped_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(((Obj *)self)->cb);
    Py_VISIT(((Obj *)self)->list);
    PyObject_VisitManagedDict(self, visit, arg); //~ GC036
    return 0;
}

static PyType_Slot dict_dropped_slots[] = {
    {Py_tp_traverse, dict_dropped_traverse},
    {Py_tp_clear, obj_clear},
    {0, NULL},
};
PyType_Spec dict_dropped_spec = {"m.dict_dropped", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, dict_dropped_slots};

int
add_types(PyObject *module)
{
    if (PyModule_Add(module, "base_dropped", PyType_FromModuleAndSpec(module, &base_dropped_spec, NULL)) < 0) {
        return -1;
    }
    if (PyModule_Add(module, "visit_dropped", PyType_FromModuleAndSpec(module, &visit_dropped_spec, NULL)) < 0) {
        return -1;
    }
    if (PyModule_Add(module, "static_dropped", PyType_FromModuleAndSpec(module, &static_dropped_spec, NULL)) < 0) {
        return -1;
    }
    if (PyModule_Add(module, "dict_dropped", PyType_FromModuleAndSpec(module, &dict_dropped_spec, NULL)) < 0) {
        return -1;
    }
    return 0;
}
