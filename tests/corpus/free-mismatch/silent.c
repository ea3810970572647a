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

typedef struct { PyObject_HEAD char *buf; } Plain;

static void
field_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    PyMem_Free(((Plain *)self)->buf);
    free(((Plain *)self)->buf);
    tp->tp_free(self);
    Py_DECREF(tp);
}

static PyType_Slot field_slots[] = {
    {Py_tp_dealloc, field_dealloc},
    {0, NULL},
};
PyType_Spec field_spec = {"m.field", sizeof(Plain), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_BASETYPE, field_slots};

static void
slot_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    obj_clear(self);
    ((freefunc)PyType_GetSlot(tp, Py_tp_free))(self);
    Py_DECREF(tp);
}

static PyType_Slot slot_slots[] = {
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {Py_tp_dealloc, slot_dealloc},
    {0, NULL},
};
PyType_Spec slot_spec = {"m.slot", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, slot_slots};

static void
closed_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    PyObject_Free(self);
    Py_DECREF(tp);
}

static PyType_Slot closed_slots[] = {
    {Py_tp_dealloc, closed_dealloc},
    {0, NULL},
};
PyType_Spec closed_spec = {"m.closed", sizeof(Plain), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, closed_slots};

static void
no_new_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    PyObject_Free(self);
    Py_DECREF(tp);
}

static PyType_Slot no_new_slots[] = {
    {Py_tp_dealloc, no_new_dealloc},
    {0, NULL},
};
PyType_Spec no_new_spec = {"m.no_new", sizeof(Plain), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_DISALLOW_INSTANTIATION, no_new_slots};

extern PyTypeObject *exact_type;

static void
exact_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    if (tp == exact_type) {
        PyObject_Free(self);
    }
    else {
        tp->tp_free(self);
    }
    Py_DECREF(tp);
}

static PyType_Slot exact_slots[] = {
    {Py_tp_dealloc, exact_dealloc},
    {0, NULL},
};
PyType_Spec exact_spec = {"m.exact", sizeof(Plain), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_BASETYPE, exact_slots};

static void
collector_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    obj_clear(self);
    PyObject_GC_Del(self);
    Py_DECREF(tp);
}

static PyType_Slot collector_slots[] = {
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {Py_tp_dealloc, collector_dealloc},
    {0, NULL},
};
PyType_Spec collector_spec = {"m.collector", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, collector_slots};

static PyType_Slot right_slots[] = {
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {Py_tp_free, PyObject_GC_Del},
    {0, NULL},
};
PyType_Spec right_spec = {"m.right", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, right_slots};

static PyType_Slot plain_slot_slots[] = {
    {Py_tp_free, PyObject_Free},
    {0, NULL},
};
PyType_Spec plain_slot_spec = {"m.plain_slot", sizeof(Plain), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, plain_slot_slots};

int
add_types(PyObject *module)
{
    if (PyModule_Add(module, "field", PyType_FromModuleAndSpec(module, &field_spec, NULL)) < 0) {
        return -1;
    }
    if (PyModule_Add(module, "slot", PyType_FromModuleAndSpec(module, &slot_spec, NULL)) < 0) {
        return -1;
    }
    if (PyModule_Add(module, "closed", PyType_FromModuleAndSpec(module, &closed_spec, NULL)) < 0) {
        return -1;
    }
    if (PyModule_Add(module, "no_new", PyType_FromModuleAndSpec(module, &no_new_spec, NULL)) < 0) {
        return -1;
    }
    if (PyModule_Add(module, "exact", PyType_FromModuleAndSpec(module, &exact_spec, NULL)) < 0) {
        return -1;
    }
    if (PyModule_Add(module, "collector", PyType_FromModuleAndSpec(module, &collector_spec, NULL)) < 0) {
        return -1;
    }
    if (PyModule_Add(module, "right", PyType_FromModuleAndSpec(module, &right_spec, NULL)) < 0) {
        return -1;
    }
    if (PyModule_Add(module, "plain_slot", PyType_FromModuleAndSpec(module, &plain_slot_spec, NULL)) < 0) {
        return -1;
    }
    return 0;
}
