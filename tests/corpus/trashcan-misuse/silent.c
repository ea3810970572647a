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
leave(PyObject *self)
{
    obj_clear(self);
    if (((Obj *)self)->cb == NULL)
        return;
    obj_clear(self);
}

static void
right_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    Py_TRASHCAN_BEGIN(self, right_dealloc)
    leave(self);
    tp->tp_free(self);
    Py_DECREF(tp);
    Py_TRASHCAN_END
}

static PyType_Slot right_slots[] = {
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {Py_tp_dealloc, right_dealloc},
    {0, NULL},
};
PyType_Spec right_spec = {"m.right", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, right_slots};

static void
guarded_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
#if PY_VERSION_HEX < 0x03080000
    Py_TRASHCAN_SAFE_BEGIN(self)
#else
    Py_TRASHCAN_BEGIN(self, guarded_dealloc)
#endif
    obj_clear(self);
    tp->tp_free(self);
    Py_DECREF(tp);
#if PY_VERSION_HEX < 0x03080000
    Py_TRASHCAN_SAFE_END(self)
#else
    Py_TRASHCAN_END
#endif
}

static PyType_Slot guarded_slots[] = {
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {Py_tp_dealloc, guarded_dealloc},
    {0, NULL},
};
PyType_Spec guarded_spec = {"m.guarded", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, guarded_slots};

int
add_types(PyObject *module)
{
    if (PyModule_Add(module, "right", PyType_FromModuleAndSpec(module, &right_spec, NULL)) < 0) {
        return -1;
    }
    if (PyModule_Add(module, "guarded", PyType_FromModuleAndSpec(module, &guarded_spec, NULL)) < 0) {
        return -1;
    }
    return 0;
}
