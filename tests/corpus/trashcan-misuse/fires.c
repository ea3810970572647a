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
old_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    Py_TRASHCAN_SAFE_BEGIN(self) //~ GC026 ABI005
    obj_clear(self);
    tp->tp_free(self);
    Py_DECREF(tp);
    Py_TRASHCAN_SAFE_END(self) //~ ABI005
}

static PyType_Slot old_slots[] = {
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {Py_tp_dealloc, old_dealloc},
    {0, NULL},
};
PyType_Spec old_spec = {"m.old", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, old_slots};

static void
other_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    Py_TRASHCAN_BEGIN(self, old_dealloc) //~ GC026
    obj_clear(self);
    tp->tp_free(self);
    Py_DECREF(tp);
    Py_TRASHCAN_END
}

static PyType_Slot other_slots[] = {
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {Py_tp_dealloc, other_dealloc},
    {0, NULL},
};
PyType_Spec other_spec = {"m.other", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, other_slots};

static void
tracked_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    Py_TRASHCAN_BEGIN(self, tracked_dealloc) //~ GC026
    obj_clear(self);
    tp->tp_free(self);
    Py_DECREF(tp);
    Py_TRASHCAN_END
}

static PyType_Slot tracked_slots[] = {
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {Py_tp_dealloc, tracked_dealloc},
    {0, NULL},
};
PyType_Spec tracked_spec = {"m.tracked", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, tracked_slots};

static void
returns_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    Py_TRASHCAN_BEGIN(self, returns_dealloc)
    if (((Obj *)self)->cb == NULL)
        return; //~ GC026
    obj_clear(self);
    tp->tp_free(self);
    Py_DECREF(tp);
    Py_TRASHCAN_END
}

static PyType_Slot returns_slots[] = {
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {Py_tp_dealloc, returns_dealloc},
    {0, NULL},
};
PyType_Spec returns_spec = {"m.returns", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, returns_slots};

int
add_types(PyObject *module)
{
    if (PyModule_Add(module, "old", PyType_FromModuleAndSpec(module, &old_spec, NULL)) < 0) {
        return -1;
    }
    if (PyModule_Add(module, "other", PyType_FromModuleAndSpec(module, &other_spec, NULL)) < 0) {
        return -1;
    }
    if (PyModule_Add(module, "tracked", PyType_FromModuleAndSpec(module, &tracked_spec, NULL)) < 0) {
        return -1;
    }
    if (PyModule_Add(module, "returns", PyType_FromModuleAndSpec(module, &returns_spec, NULL)) < 0) {
        return -1;
    }
    return 0;
}
