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
plain_dealloc(PyObject *self) //~ GC021
{
    PyObject_GC_UnTrack(self);
    obj_clear(self);
    Py_TYPE(self)->tp_free(self);
}

static PyType_Slot plain_slots[] = {
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {Py_tp_dealloc, plain_dealloc},
    {0, NULL},
};
PyType_Spec plain_spec = {"m.plain", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, plain_slots};

static void
limited_dealloc(PyObject *self) //~ GC021
{
    PyTypeObject *tp = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    obj_clear(self);
    freefunc f = (freefunc)PyType_GetSlot(tp, Py_tp_free);
    f(self);
}

static PyType_Slot limited_slots[] = {
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {Py_tp_dealloc, limited_dealloc},
    {0, NULL},
};
PyType_Spec limited_spec = {"m.limited", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, limited_slots};

static void release(Obj *o) { Py_TYPE(o)->tp_free((PyObject *)o); }

static void
helper_dealloc(PyObject *self) //~ GC021
{
    PyObject_GC_UnTrack(self);
    obj_clear(self);
    release((Obj *)self);
}

static PyType_Slot helper_slots[] = {
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {Py_tp_dealloc, helper_dealloc},
    {0, NULL},
};
PyType_Spec helper_spec = {"m.helper", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, helper_slots};

static void
base_dealloc(PyObject *self) //~ GC021
{
    PyObject_GC_UnTrack(self);
    obj_clear(self);
    PyDict_Type.tp_dealloc(self);
}

static PyType_Slot base_slots[] = {
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {Py_tp_dealloc, base_dealloc},
    {0, NULL},
};
PyType_Spec base_spec = {"m.base", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, base_slots};

static void
one_path_dealloc(PyObject *self) //~ GC021
{
    PyTypeObject *tp = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    obj_clear(self);
    if (((Obj *)self)->cb == NULL) {
        tp->tp_free(self);
        return;
    }
    tp->tp_free(self);
    Py_DECREF(tp);
}

static PyType_Slot one_path_slots[] = {
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {Py_tp_dealloc, one_path_dealloc},
    {0, NULL},
};
PyType_Spec one_path_spec = {"m.one_path", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, one_path_slots};

static void
jumps_dealloc(PyObject *self) //~ GC021
{
    PyTypeObject *tp = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    if (((Obj *)self)->cb == NULL)
        goto out;
    obj_clear(self);
out:
    tp->tp_free(self);
}

static PyType_Slot jumps_slots[] = {
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {Py_tp_dealloc, jumps_dealloc},
    {0, NULL},
};
PyType_Spec jumps_spec = {"m.jumps", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, jumps_slots};

int
add_types(PyObject *module)
{
    if (PyModule_Add(module, "plain", PyType_FromModuleAndSpec(module, &plain_spec, NULL)) < 0) {
        return -1;
    }
    if (PyModule_Add(module, "limited", PyType_FromModuleAndSpec(module, &limited_spec, NULL)) < 0) {
        return -1;
    }
    if (PyModule_Add(module, "helper", PyType_FromModuleAndSpec(module, &helper_spec, NULL)) < 0) {
        return -1;
    }
    if (PyModule_Add(module, "base", PyType_FromModuleAndSpec(module, &base_spec, NULL)) < 0) {
        return -1;
    }
    if (PyModule_Add(module, "one_path", PyType_FromModuleAndSpec(module, &one_path_spec, NULL)) < 0) {
        return -1;
    }
    if (PyModule_Add(module, "jumps", PyType_FromModuleAndSpec(module, &jumps_spec, NULL)) < 0) {
        return -1;
    }
    return 0;
}
