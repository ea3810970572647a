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
fixed_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    PyDict_Type.tp_dealloc(self);
    Py_DECREF(tp);
}

static PyType_Slot fixed_slots[] = {
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {Py_tp_dealloc, fixed_dealloc},
    {0, NULL},
};
PyType_Spec fixed_spec = {"m.fixed", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE, fixed_slots};

static void
closed_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    Py_TYPE(self)->tp_base->tp_dealloc(self);
    Py_DECREF(tp);
}

static PyType_Slot closed_slots[] = {
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {Py_tp_dealloc, closed_dealloc},
    {0, NULL},
};
PyType_Spec closed_spec = {"m.closed", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, closed_slots};

static void walks_dealloc(PyObject *);

static void
walks_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    PyTypeObject *base = tp->tp_base;
    while (base->tp_dealloc == walks_dealloc) {
        base = base->tp_base;
    }
    base->tp_dealloc(self);
    Py_DECREF(tp);
}

static PyType_Slot walks_slots[] = {
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {Py_tp_dealloc, walks_dealloc},
    {0, NULL},
};
PyType_Spec walks_spec = {"m.walks", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE, walks_slots};

static void
other_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    tp->tp_base->tp_finalize(self);
    tp->tp_free(self);
    Py_DECREF(tp);
}

static PyType_Slot other_slots[] = {
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {Py_tp_dealloc, other_dealloc},
    {0, NULL},
};
PyType_Spec other_spec = {"m.other", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE, other_slots};

int
add_types(PyObject *module)
{
    if (PyModule_Add(module, "fixed", PyType_FromModuleAndSpec(module, &fixed_spec, NULL)) < 0) {
        return -1;
    }
    if (PyModule_Add(module, "closed", PyType_FromModuleAndSpec(module, &closed_spec, NULL)) < 0) {
        return -1;
    }
    if (PyModule_Add(module, "walks", PyType_FromModuleAndSpec(module, &walks_spec, NULL)) < 0) {
        return -1;
    }
    if (PyModule_Add(module, "other", PyType_FromModuleAndSpec(module, &other_spec, NULL)) < 0) {
        return -1;
    }
    return 0;
}
