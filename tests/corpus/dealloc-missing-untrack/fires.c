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
plain_dealloc(PyObject *self) //~ GC020
{
    PyTypeObject *tp = Py_TYPE(self);
    Py_CLEAR(((Obj *)self)->cb);
    tp->tp_free(self);
    Py_DECREF(tp);
}

static PyType_Slot plain_slots[] = {
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {Py_tp_dealloc, plain_dealloc},
    {0, NULL},
};
PyType_Spec plain_spec = {"m.plain", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, plain_slots};

static void
helper_dealloc(PyObject *self) //~ GC020
{
    PyTypeObject *tp = Py_TYPE(self);
    obj_clear(self);
    PyObject_GC_UnTrack(self);
    tp->tp_free(self);
    Py_DECREF(tp);
}

static PyType_Slot helper_slots[] = {
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {Py_tp_dealloc, helper_dealloc},
    {0, NULL},
};
PyType_Spec helper_spec = {"m.helper", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, helper_slots};

static void
slot_dealloc(PyObject *self) //~ GC020
{
    PyTypeObject *tp = Py_TYPE(self);
    tp->tp_clear(self);
    tp->tp_free(self);
    Py_DECREF(tp);
}

static PyType_Slot slot_slots[] = {
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {Py_tp_dealloc, slot_dealloc},
    {0, NULL},
};
PyType_Spec slot_spec = {"m.slot", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, slot_slots};

int
add_types(PyObject *module)
{
    if (PyModule_Add(module, "plain", PyType_FromModuleAndSpec(module, &plain_spec, NULL)) < 0) {
        return -1;
    }
    if (PyModule_Add(module, "helper", PyType_FromModuleAndSpec(module, &helper_spec, NULL)) < 0) {
        return -1;
    }
    if (PyModule_Add(module, "slot", PyType_FromModuleAndSpec(module, &slot_spec, NULL)) < 0) {
        return -1;
    }
    return 0;
}
