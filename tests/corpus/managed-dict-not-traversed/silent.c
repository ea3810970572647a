#include <Python.h>

typedef struct { PyObject_HEAD PyObject *cb; PyObject *list; } Obj;

static int
obj_clear(PyObject *self)
{
    Py_CLEAR(((Obj *)self)->cb);
    Py_CLEAR(((Obj *)self)->list);
    PyObject_ClearManagedDict(self);
    return 0;
}

static int
dict_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(((Obj *)self)->cb);
    Py_VISIT(((Obj *)self)->list);
    return PyObject_VisitManagedDict(self, visit, arg);
}

static PyType_Slot right_slots[] = {
    {Py_tp_traverse, dict_traverse},
    {Py_tp_clear, obj_clear},
    {0, NULL},
};
PyType_Spec right_spec = {"m.right", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_MANAGED_DICT, right_slots};

static int
old_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(((Obj *)self)->cb);
    Py_VISIT(((Obj *)self)->list);
    return _PyObject_VisitManagedDict(self, visit, arg); //~ ABI004
}

static PyType_Slot old_slots[] = {
    {Py_tp_traverse, old_traverse},
    {Py_tp_clear, obj_clear},
    {0, NULL},
};
PyType_Spec old_spec = {"m.old", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_MANAGED_DICT, old_slots};

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
PyType_Spec unknown_spec = {"m.unknown", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_MANAGED_DICT, unknown_slots};

int
add_types(PyObject *module)
{
    if (PyModule_Add(module, "right", PyType_FromModuleAndSpec(module, &right_spec, NULL)) < 0) {
        return -1;
    }
    if (PyModule_Add(module, "old", PyType_FromModuleAndSpec(module, &old_spec, NULL)) < 0) {
        return -1;
    }
    if (PyModule_Add(module, "unknown", PyType_FromModuleAndSpec(module, &unknown_spec, NULL)) < 0) {
        return -1;
    }
    return 0;
}
