#include <Python.h>

typedef struct { PyObject_HEAD PyObject *cb; PyObject *list; } Obj;

static int
obj_clear(PyObject *self)
{
    Py_CLEAR(((Obj *)self)->cb);
    return 0;
}

static void
tested_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    obj_clear(self);
    tp->tp_free(self);
    if (tp->tp_flags & Py_TPFLAGS_HEAPTYPE)
        Py_DECREF(tp);
}

PyTypeObject tested_type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.tested",
    .tp_basicsize = sizeof(Obj),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_dealloc = tested_dealloc,
};

static void
feature_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    obj_clear(self);
    tp->tp_free(self);
    if (PyType_HasFeature(tp, Py_TPFLAGS_HEAPTYPE)) {
        Py_DECREF(tp);
    }
}

PyTypeObject feature_type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.feature",
    .tp_basicsize = sizeof(Obj),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_dealloc = feature_dealloc,
};

static void
both_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    obj_clear(self);
    tp->tp_free(self);
#if USE_TYPE_SPECS
    Py_DECREF(tp);
#endif
}

#if USE_TYPE_SPECS
static PyType_Slot both_slots[] = {
    {Py_tp_dealloc, both_dealloc},
    {0, NULL},
};
PyType_Spec both_spec = {"m.both", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, both_slots}; //~ GC005

#else
PyTypeObject both_type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.both",
    .tp_basicsize = sizeof(Obj),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_dealloc = both_dealloc,
};

#endif
int
add_types(PyObject *module)
{
    if (PyModule_Add(module, "both", PyType_FromModuleAndSpec(module, &both_spec, NULL)) < 0) {
        return -1;
    }
    return 0;
}
