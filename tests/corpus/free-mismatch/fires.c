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
plain_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    obj_clear(self);
    PyObject_Free(self); //~ GC013
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
del_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    obj_clear(self);
    PyObject_Del((Obj *)self); //~ GC013
    Py_DECREF(tp);
}

static PyType_Slot del_slots[] = {
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {Py_tp_dealloc, del_dealloc},
    {0, NULL},
};
PyType_Spec del_spec = {"m.del", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, del_slots};

static void destroy(Obj *o) { free(o); } //~ GC013

static void
helper_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    obj_clear(self);
    destroy((Obj *)self);
    Py_DECREF(tp);
}

static PyType_Slot helper_slots[] = {
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {Py_tp_dealloc, helper_dealloc},
    {0, NULL},
};
PyType_Spec helper_spec = {"m.helper", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, helper_slots};

typedef struct { PyObject_HEAD int fd; } Plain;

static void
collector_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    PyObject_GC_Del(self); //~ GC013
    Py_DECREF(tp);
}

static PyType_Slot collector_slots[] = {
    {Py_tp_dealloc, collector_dealloc},
    {0, NULL},
};
PyType_Spec collector_spec = {"m.collector", sizeof(Plain), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, collector_slots};

static void
open_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    PyObject_Free(self); //~ GC013
    Py_DECREF(tp);
}

static PyType_Slot open_slots[] = {
    {Py_tp_dealloc, open_dealloc},
    {0, NULL},
};
PyType_Spec open_spec = {"m.open", sizeof(Plain), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_BASETYPE, open_slots};

static PyType_Slot slot_slots[] = {
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {Py_tp_free, PyObject_Free}, //~ GC013 GC023
    {0, NULL},
};
PyType_Spec slot_spec = {"m.slot", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, slot_slots};

static PyType_Slot header_slots[] = {
    {Py_tp_free, PyObject_GC_Del}, //~ GC013
    {0, NULL},
};
PyType_Spec header_spec = {"m.header", sizeof(Plain), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, header_slots};

int
add_types(PyObject *module)
{
    if (PyModule_Add(module, "plain", PyType_FromModuleAndSpec(module, &plain_spec, NULL)) < 0) {
        return -1;
    }
    if (PyModule_Add(module, "del", PyType_FromModuleAndSpec(module, &del_spec, NULL)) < 0) {
        return -1;
    }
    if (PyModule_Add(module, "helper", PyType_FromModuleAndSpec(module, &helper_spec, NULL)) < 0) {
        return -1;
    }
    if (PyModule_Add(module, "collector", PyType_FromModuleAndSpec(module, &collector_spec, NULL)) < 0) {
        return -1;
    }
    if (PyModule_Add(module, "open", PyType_FromModuleAndSpec(module, &open_spec, NULL)) < 0) {
        return -1;
    }
    if (PyModule_Add(module, "slot", PyType_FromModuleAndSpec(module, &slot_spec, NULL)) < 0) {
        return -1;
    }
    if (PyModule_Add(module, "header", PyType_FromModuleAndSpec(module, &header_spec, NULL)) < 0) {
        return -1;
    }
    return 0;
}
