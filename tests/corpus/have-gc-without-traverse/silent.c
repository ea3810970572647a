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

static PyType_Slot both_slots[] = {
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {0, NULL},
};
PyType_Spec both_spec = {"m.both", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, both_slots};

static PyType_Slot plain_slots[] = {
    {0, NULL},
};
PyType_Spec plain_spec = {"m.plain", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, plain_slots}; //~ GC005

static PyTypeObject late = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.late",
    .tp_basicsize = sizeof(Obj),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .tp_clear = obj_clear,
};

int
ready(void)
{
    late.tp_traverse = obj_traverse;
    return PyType_Ready(&late);
}

static PyType_Slot branch_slots[] = {
#if USE_GC
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
#endif
    {0, NULL},
};
PyType_Spec branch_spec = {"m.branch", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE
#if USE_GC
    | Py_TPFLAGS_HAVE_GC
#endif
    , branch_slots};
int
add_types(PyObject *module)
{
    if (PyModule_Add(module, "both", PyType_FromModuleAndSpec(module, &both_spec, NULL)) < 0) {
        return -1;
    }
    if (PyModule_Add(module, "plain", PyType_FromModuleAndSpec(module, &plain_spec, NULL)) < 0) {
        return -1;
    }
    if (PyModule_Add(module, "branch", PyType_FromModuleAndSpec(module, &branch_spec, NULL)) < 0) {
        return -1;
    }
    return 0;
}
