#include <Python.h>

typedef struct { PyObject_HEAD PyObject *cb; PyObject *list; } Obj;

static int
obj_clear(PyObject *self)
{
    Py_CLEAR(((Obj *)self)->cb);
    return 0;
}

static void
heap_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    obj_clear(self);
    tp->tp_free(self);
    Py_DECREF(tp);
}

static PyType_Slot heap_slots[] = {
    {Py_tp_dealloc, heap_dealloc},
    {0, NULL},
};
PyType_Spec heap_spec = {"m.heap", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_BASETYPE, heap_slots}; //~ GC005

static void
helper_dealloc(PyObject *self)
{
    heap_dealloc(self);
}

static PyType_Slot helper_slots[] = {
    {Py_tp_dealloc, helper_dealloc},
    {0, NULL},
};
PyType_Spec helper_spec = {"m.helper", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, helper_slots}; //~ GC005

static void
static_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    PyDict_Type.tp_dealloc(self);
    Py_DECREF(tp);
}

static PyType_Slot static_slots[] = {
    {Py_tp_dealloc, static_dealloc},
    {0, NULL},
};
PyType_Spec static_spec = {"m.static", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, static_slots}; //~ GC005

static void
exclusive_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    int kept = ((Obj *)self)->cb == NULL;
    if (kept) {
        tp->tp_free(self);
        Py_DECREF(tp);
    }
    if (!kept) {
        obj_clear(self);
        tp->tp_free(self);
        Py_DECREF(tp);
    }
}

static PyType_Slot exclusive_slots[] = {
    {Py_tp_dealloc, exclusive_dealloc},
    {0, NULL},
};
PyType_Spec exclusive_spec = {"m.exclusive", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, exclusive_slots}; //~ GC005

static void
taken_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    Py_INCREF(tp);
    heap_dealloc(self);
    Py_DECREF(tp);
}

static PyType_Slot taken_slots[] = {
    {Py_tp_dealloc, taken_dealloc},
    {0, NULL},
};
PyType_Spec taken_spec = {"m.taken", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, taken_slots}; //~ GC005

int
add_types(PyObject *module)
{
    if (PyModule_Add(module, "heap", PyType_FromModuleAndSpec(module, &heap_spec, NULL)) < 0) {
        return -1;
    }
    if (PyModule_Add(module, "helper", PyType_FromModuleAndSpec(module, &helper_spec, NULL)) < 0) {
        return -1;
    }
    if (PyModule_Add(module, "static", PyType_FromModuleAndSpec(module, &static_spec, NULL)) < 0) {
        return -1;
    }
    if (PyModule_Add(module, "exclusive", PyType_FromModuleAndSpec(module, &exclusive_spec, NULL)) < 0) {
        return -1;
    }
    if (PyModule_Add(module, "taken", PyType_FromModuleAndSpec(module, &taken_spec, NULL)) < 0) {
        return -1;
    }
    return 0;
}
