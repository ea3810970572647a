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
PyType_Spec both_spec = {"m.both", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, both_slots}; //~ GC005 GC006

static PyType_Slot clear_only_slots[] = {
    {Py_tp_clear, obj_clear},
    {0, NULL},
};
PyType_Spec clear_only_spec = {"m.clear_only", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, clear_only_slots}; //~ GC005 GC006

PyTypeObject fixed = { //~ GC006 ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.fixed",
    .tp_basicsize = sizeof(Obj),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_traverse = obj_traverse,
};
int
add_types(PyObject *module)
{
    if (PyModule_Add(module, "both", PyType_FromModuleAndSpec(module, &both_spec, NULL)) < 0) {
        return -1;
    }
    if (PyModule_Add(module, "clear_only", PyType_FromModuleAndSpec(module, &clear_only_spec, NULL)) < 0) {
        return -1;
    }
    return 0;
}
