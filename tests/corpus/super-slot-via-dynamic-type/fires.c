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
direct_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    Py_TYPE(self)->tp_base->tp_dealloc(self); //~ GC037
    Py_DECREF(tp);
}

static PyType_Slot direct_slots[] = {
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {Py_tp_dealloc, direct_dealloc},
    {0, NULL},
};
PyType_Spec direct_spec = {"m.direct", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE, direct_slots};

static void
local_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    PyTypeObject *base = tp->tp_base;
    base->tp_dealloc(self); //~ GC037
    Py_DECREF(tp);
}

static PyType_Slot local_slots[] = {
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {Py_tp_dealloc, local_dealloc},
    {0, NULL},
};
PyType_Spec local_spec = {"m.local", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE, local_slots};

static int
up_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(((Obj *)self)->cb);
    Py_VISIT(((Obj *)self)->list);
    return Py_TYPE(self)->tp_base->tp_traverse(self, visit, arg); //~ GC037
}

static PyType_Slot up_slots[] = {
    {Py_tp_traverse, up_traverse},
    {Py_tp_clear, obj_clear},
    {0, NULL},
};
PyType_Spec up_spec = {"m.up", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE, up_slots};

int
add_types(PyObject *module)
{
    if (PyModule_Add(module, "direct", PyType_FromModuleAndSpec(module, &direct_spec, NULL)) < 0) {
        return -1;
    }
    if (PyModule_Add(module, "local", PyType_FromModuleAndSpec(module, &local_spec, NULL)) < 0) {
        return -1;
    }
    if (PyModule_Add(module, "up", PyType_FromModuleAndSpec(module, &up_spec, NULL)) < 0) {
        return -1;
    }
    return 0;
}
