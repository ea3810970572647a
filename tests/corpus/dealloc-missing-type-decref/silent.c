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
right_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    obj_clear(self);
    tp->tp_free(self);
    Py_DECREF(tp);
}

static PyType_Slot right_slots[] = {
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {Py_tp_dealloc, right_dealloc},
    {0, NULL},
};
PyType_Spec right_spec = {"m.right", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, right_slots};

static void
captured_dealloc(PyObject *self)
{
    PyTypeObject *type;
    PyObject_GC_UnTrack(self);
    obj_clear(self);
    type = Py_TYPE((Obj *)self);
    type->tp_free(self);
    Py_XDECREF((PyObject *)type);
}

static PyType_Slot captured_slots[] = {
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {Py_tp_dealloc, captured_dealloc},
    {0, NULL},
};
PyType_Spec captured_spec = {"m.captured", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, captured_slots};

static void
free_all(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    obj_clear(self);
    tp->tp_free(self);
    Py_DECREF(tp);
}

static void
delegated_dealloc(PyObject *self)
{
    PyObject_GC_UnTrack(self);
    free_all(self);
}

static PyType_Slot delegated_slots[] = {
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {Py_tp_dealloc, delegated_dealloc},
    {0, NULL},
};
PyType_Spec delegated_spec = {"m.delegated", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, delegated_slots};

static void
static_base_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    obj_clear(self);
    PyDict_Type.tp_dealloc(self);
    Py_DECREF(tp);
}

static PyType_Slot static_base_slots[] = {
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {Py_tp_dealloc, static_base_dealloc},
    {0, NULL},
};
PyType_Spec static_base_spec = {"m.static_base", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, static_base_slots};

typedef struct { PyObject *pool[8]; int count; } pool_state;
pool_state *get_pool(void);

static void
pooled_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    obj_clear(self);
    pool_state *st = get_pool();
    if (st->count < 8) {
        st->pool[st->count++] = self;
        return;
    }
    tp->tp_free(self);
    Py_DECREF(tp);
}

static PyType_Slot pooled_slots[] = {
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {Py_tp_dealloc, pooled_dealloc},
    {0, NULL},
};
PyType_Spec pooled_spec = {"m.pooled", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, pooled_slots};

static void
not_pooled_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    int pooled = 0;
    PyObject_GC_UnTrack(self);
    obj_clear(self);
    pool_state *st = get_pool();
    if (st->count < 8) {
        st->pool[st->count++] = self;
        pooled = 1;
    }
    if (!pooled) {
        tp->tp_free(self);
        Py_DECREF(tp);
    }
}

static PyType_Slot not_pooled_slots[] = {
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {Py_tp_dealloc, not_pooled_dealloc},
    {0, NULL},
};
PyType_Spec not_pooled_spec = {"m.not_pooled", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, not_pooled_slots};

static void
immortal_dealloc(PyObject *self)
{
    Py_FatalError("the singleton is never freed");
}

static PyType_Slot immortal_slots[] = {
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {Py_tp_dealloc, immortal_dealloc},
    {0, NULL},
};
PyType_Spec immortal_spec = {"m.immortal", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, immortal_slots};

static void
errors_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    PyObject *t, *v, *b;
    PyObject_GC_UnTrack(self);
    PyErr_Fetch(&t, &v, &b);
    obj_clear(self);
    tp->tp_free(self);
    Py_DECREF(tp);
    PyErr_Restore(t, v, b);
}

static PyType_Slot errors_slots[] = {
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {Py_tp_dealloc, errors_dealloc},
    {0, NULL},
};
PyType_Spec errors_spec = {"m.errors", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, errors_slots};

void give_back(PyObject *);

static void
elsewhere_dealloc(PyObject *self)
{
    PyObject_GC_UnTrack(self);
    obj_clear(self);
    give_back(self);
}

static PyType_Slot elsewhere_slots[] = {
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {Py_tp_dealloc, elsewhere_dealloc},
    {0, NULL},
};
PyType_Spec elsewhere_spec = {"m.elsewhere", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, elsewhere_slots};

static void
static_dealloc(PyObject *self)
{
    PyObject_GC_UnTrack(self);
    obj_clear(self);
    Py_TYPE(self)->tp_free(self);
}

static void
guarded_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    obj_clear(self);
    tp->tp_free(self);
#if PY_VERSION_HEX >= 0x03080000 && !defined(PYPY_VERSION)
    Py_DECREF(tp);
#endif
}

static PyType_Slot guarded_slots[] = {
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {Py_tp_dealloc, guarded_dealloc},
    {0, NULL},
};
PyType_Spec guarded_spec = {"m.guarded", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, guarded_slots};

static void
resurrects_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    if (PyObject_CallFinalizerFromDealloc(self) < 0) {
        return;
    }
    PyObject_GC_UnTrack(self);
    obj_clear(self);
    tp->tp_free(self);
    Py_DECREF(tp);
}

static PyType_Slot resurrects_slots[] = {
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {Py_tp_dealloc, resurrects_dealloc},
    {0, NULL},
};
PyType_Spec resurrects_spec = {"m.resurrects", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, resurrects_slots};

static PyType_Slot none_slots[] = {
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {0, NULL},
};
PyType_Spec none_spec = {"m.none", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, none_slots};

int
add_types(PyObject *module)
{
    if (PyModule_Add(module, "right", PyType_FromModuleAndSpec(module, &right_spec, NULL)) < 0) {
        return -1;
    }
    if (PyModule_Add(module, "captured", PyType_FromModuleAndSpec(module, &captured_spec, NULL)) < 0) {
        return -1;
    }
    if (PyModule_Add(module, "delegated", PyType_FromModuleAndSpec(module, &delegated_spec, NULL)) < 0) {
        return -1;
    }
    if (PyModule_Add(module, "static_base", PyType_FromModuleAndSpec(module, &static_base_spec, NULL)) < 0) {
        return -1;
    }
    if (PyModule_Add(module, "pooled", PyType_FromModuleAndSpec(module, &pooled_spec, NULL)) < 0) {
        return -1;
    }
    if (PyModule_Add(module, "not_pooled", PyType_FromModuleAndSpec(module, &not_pooled_spec, NULL)) < 0) {
        return -1;
    }
    if (PyModule_Add(module, "immortal", PyType_FromModuleAndSpec(module, &immortal_spec, NULL)) < 0) {
        return -1;
    }
    if (PyModule_Add(module, "errors", PyType_FromModuleAndSpec(module, &errors_spec, NULL)) < 0) {
        return -1;
    }
    if (PyModule_Add(module, "elsewhere", PyType_FromModuleAndSpec(module, &elsewhere_spec, NULL)) < 0) {
        return -1;
    }
    if (PyModule_Add(module, "guarded", PyType_FromModuleAndSpec(module, &guarded_spec, NULL)) < 0) {
        return -1;
    }
    if (PyModule_Add(module, "resurrects", PyType_FromModuleAndSpec(module, &resurrects_spec, NULL)) < 0) {
        return -1;
    }
    if (PyModule_Add(module, "none", PyType_FromModuleAndSpec(module, &none_spec, NULL)) < 0) {
        return -1;
    }
    return 0;
}
