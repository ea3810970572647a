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
late_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    obj_clear(self);
    tp->tp_free(self);
    Py_DECREF(tp);
}

static PyType_Slot late_slots[] = {
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {Py_tp_dealloc, late_dealloc},
    {0, NULL},
};
PyType_Spec late_spec = {"m.late", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, late_slots};

static void
taken_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    Py_INCREF(tp);
    PyObject_GC_UnTrack(self);
    obj_clear(self);
    Py_DECREF(tp);
    tp->tp_free(self);
    Py_DECREF(tp);
}

static PyType_Slot taken_slots[] = {
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {Py_tp_dealloc, taken_dealloc},
    {0, NULL},
};
PyType_Spec taken_spec = {"m.taken", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, taken_slots};

static void
branches_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    if (((Obj *)self)->cb != NULL) {
        obj_clear(self);
        tp->tp_free(self);
        Py_DECREF(tp);
    }
    else {
        tp->tp_free(self);
        Py_DECREF(tp);
    }
}

static PyType_Slot branches_slots[] = {
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {Py_tp_dealloc, branches_dealloc},
    {0, NULL},
};
PyType_Spec branches_spec = {"m.branches", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, branches_slots};

int
add_types(PyObject *module)
{
    if (PyModule_Add(module, "late", PyType_FromModuleAndSpec(module, &late_spec, NULL)) < 0) {
        return -1;
    }
    if (PyModule_Add(module, "taken", PyType_FromModuleAndSpec(module, &taken_spec, NULL)) < 0) {
        return -1;
    }
    if (PyModule_Add(module, "branches", PyType_FromModuleAndSpec(module, &branches_spec, NULL)) < 0) {
        return -1;
    }
    return 0;
}
