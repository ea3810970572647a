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

static int
obj_clear(PyObject *self)
{
    Py_CLEAR(((Obj *)self)->cb);
    Py_CLEAR(((Obj *)self)->list);
    return 0;
}

typedef struct { PyObject_HEAD int fd; } Plain;

static PyType_Slot collector_slots[] = {
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {Py_tp_free, PyObject_GC_Del},
    {0, NULL},
};
PyType_Spec collector_spec = {"m.collector", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, collector_slots};

static PyType_Slot none_slots[] = {
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {0, NULL},
};
PyType_Spec none_spec = {"m.none", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, none_slots};

static PyType_Slot plain_slots[] = {
    {Py_tp_free, PyObject_Del},
    {0, NULL},
};
PyType_Spec plain_spec = {"m.plain", sizeof(Plain), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, plain_slots};

int
add_types(PyObject *module)
{
    if (PyModule_Add(module, "collector", PyType_FromModuleAndSpec(module, &collector_spec, NULL)) < 0) {
        return -1;
    }
    if (PyModule_Add(module, "none", PyType_FromModuleAndSpec(module, &none_spec, NULL)) < 0) {
        return -1;
    }
    if (PyModule_Add(module, "plain", PyType_FromModuleAndSpec(module, &plain_spec, NULL)) < 0) {
        return -1;
    }
    return 0;
}
