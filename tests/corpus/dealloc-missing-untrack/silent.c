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
first_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    obj_clear(self);
    tp->tp_free(self);
    Py_DECREF(tp);
}

static PyType_Slot first_slots[] = {
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {Py_tp_dealloc, first_dealloc},
    {0, NULL},
};
PyType_Spec first_spec = {"m.first", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, first_slots};

static void
finalizer_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    if (PyObject_CallFinalizerFromDealloc(self) < 0)
        return;
    PyObject_GC_UnTrack(self);
    obj_clear(self);
    tp->tp_free(self);
    Py_DECREF(tp);
}

static PyType_Slot finalizer_slots[] = {
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {Py_tp_dealloc, finalizer_dealloc},
    {0, NULL},
};
PyType_Spec finalizer_spec = {"m.finalizer", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, finalizer_slots};

static void
conditional_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    if (PyType_IS_GC(tp))
        PyObject_GC_UnTrack(self);
    obj_clear(self);
    tp->tp_free(self);
    Py_DECREF(tp);
}

static PyType_Slot conditional_slots[] = {
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {Py_tp_dealloc, conditional_dealloc},
    {0, NULL},
};
PyType_Spec conditional_spec = {"m.conditional", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, conditional_slots};

static void
feature_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    if (PyType_HasFeature(tp, Py_TPFLAGS_HAVE_GC))
        PyObject_GC_UnTrack(self);
    obj_clear(self);
    tp->tp_free(self);
    Py_DECREF(tp);
}

static PyType_Slot feature_slots[] = {
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {Py_tp_dealloc, feature_dealloc},
    {0, NULL},
};
PyType_Spec feature_spec = {"m.feature", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, feature_slots};

static void
forwards_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    PyDict_Type.tp_dealloc(self);
    Py_DECREF(tp);
}

static PyType_Slot forwards_slots[] = {
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {Py_tp_dealloc, forwards_dealloc},
    {0, NULL},
};
PyType_Spec forwards_spec = {"m.forwards", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, forwards_slots};

static void
stops(PyObject *self)
{
    PyObject_GC_UnTrack(self);
}

static void
helped_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    stops(self);
    obj_clear(self);
    tp->tp_free(self);
    Py_DECREF(tp);
}

static PyType_Slot helped_slots[] = {
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {Py_tp_dealloc, helped_dealloc},
    {0, NULL},
};
PyType_Spec helped_spec = {"m.helped", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, helped_slots};

static void
data_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    PyMem_Free(((Obj *)self)->cb);
    tp->tp_free(self);
    Py_DECREF(tp);
}

static PyType_Slot data_slots[] = {
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {Py_tp_dealloc, data_dealloc},
    {0, NULL},
};
PyType_Spec data_spec = {"m.data", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, data_slots};

static void
without_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    obj_clear(self);
    tp->tp_free(self);
    Py_DECREF(tp);
}

typedef struct { PyObject_HEAD int fd; } Plain;

static PyType_Slot without_slots[] = {
    {Py_tp_dealloc, without_dealloc},
    {0, NULL},
};
PyType_Spec without_spec = {"m.without", sizeof(Plain), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, without_slots};

int
add_types(PyObject *module)
{
    if (PyModule_Add(module, "first", PyType_FromModuleAndSpec(module, &first_spec, NULL)) < 0) {
        return -1;
    }
    if (PyModule_Add(module, "finalizer", PyType_FromModuleAndSpec(module, &finalizer_spec, NULL)) < 0) {
        return -1;
    }
    if (PyModule_Add(module, "conditional", PyType_FromModuleAndSpec(module, &conditional_spec, NULL)) < 0) {
        return -1;
    }
    if (PyModule_Add(module, "feature", PyType_FromModuleAndSpec(module, &feature_spec, NULL)) < 0) {
        return -1;
    }
    if (PyModule_Add(module, "forwards", PyType_FromModuleAndSpec(module, &forwards_spec, NULL)) < 0) {
        return -1;
    }
    if (PyModule_Add(module, "helped", PyType_FromModuleAndSpec(module, &helped_spec, NULL)) < 0) {
        return -1;
    }
    if (PyModule_Add(module, "data", PyType_FromModuleAndSpec(module, &data_spec, NULL)) < 0) {
        return -1;
    }
    if (PyModule_Add(module, "without", PyType_FromModuleAndSpec(module, &without_spec, NULL)) < 0) {
        return -1;
    }
    return 0;
}
