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

static void
early_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    obj_clear(self);
    Py_DECREF(tp);
    tp->tp_free(self); //~ GC022
}

static PyType_Slot early_slots[] = {
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {Py_tp_dealloc, early_dealloc},
    {0, NULL},
};
PyType_Spec early_spec = {"m.early", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, early_slots};

static void
collector_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    obj_clear(self);
    Py_DECREF(tp);
    PyObject_GC_Del(self); //~ GC022
}

static PyType_Slot collector_slots[] = {
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {Py_tp_dealloc, collector_dealloc},
    {0, NULL},
};
PyType_Spec collector_spec = {"m.collector", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, collector_slots};

static void
base_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    obj_clear(self);
    Py_DECREF(tp);
    PyDict_Type.tp_dealloc(self); //~ GC022
}

static PyType_Slot base_slots[] = {
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {Py_tp_dealloc, base_dealloc},
    {0, NULL},
};
PyType_Spec base_spec = {"m.base", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, base_slots};

int
add_types(PyObject *module)
{
    if (PyModule_Add(module, "early", PyType_FromModuleAndSpec(module, &early_spec, NULL)) < 0) {
        return -1;
    }
    if (PyModule_Add(module, "collector", PyType_FromModuleAndSpec(module, &collector_spec, NULL)) < 0) {
        return -1;
    }
    if (PyModule_Add(module, "base", PyType_FromModuleAndSpec(module, &base_spec, NULL)) < 0) {
        return -1;
    }
    return 0;
}
