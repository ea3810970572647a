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

static PyType_Slot plain_slots[] = {
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {0, NULL},
};
PyType_Spec plain_spec = {"m.plain", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_MANAGED_DICT, plain_slots}; //~ GC030

static PyType_Slot untracked_slots[] = {
    {0, NULL},
};
PyType_Spec untracked_spec = {"m.untracked", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_MANAGED_DICT, untracked_slots}; //~ GC005 GC030

static int
dict_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(((Obj *)self)->cb);
    Py_VISIT(((Obj *)self)->list);
    return PyObject_VisitManagedDict(self, visit, arg);
}

static PyType_Slot kept_slots[] = {
    {Py_tp_traverse, dict_traverse},
    {Py_tp_clear, obj_clear},
    {0, NULL},
};
PyType_Spec kept_spec = {"m.kept", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_MANAGED_DICT, kept_slots}; //~ GC030

int
add_types(PyObject *module)
{
    if (PyModule_Add(module, "plain", PyType_FromModuleAndSpec(module, &plain_spec, NULL)) < 0) {
        return -1;
    }
    if (PyModule_Add(module, "untracked", PyType_FromModuleAndSpec(module, &untracked_spec, NULL)) < 0) {
        return -1;
    }
    if (PyModule_Add(module, "kept", PyType_FromModuleAndSpec(module, &kept_spec, NULL)) < 0) {
        return -1;
    }
    return 0;
}
