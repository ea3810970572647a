#include <Python.h>

typedef struct { PyObject_HEAD PyObject *cb; PyObject *list; } Obj; //~ GC031

static int
obj_clear(PyObject *self)
{
    Py_CLEAR(((Obj *)self)->cb);
    Py_CLEAR(((Obj *)self)->list);
    return 0;
}

static int
base_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(((Obj *)self)->cb);
    return 0;
}

static int
direct_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(((PyObject *)self)->ob_type); //~ GC004 ABI013
    Py_VISIT(((Obj *)self)->cb);
    Py_VISIT(((Obj *)self)->list);
    return 0;
}

static PyType_Slot direct_slots[] = {
    {Py_tp_traverse, direct_traverse},
    {Py_tp_clear, obj_clear},
    {0, NULL},
};
PyType_Spec direct_spec = {"m.direct", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, direct_slots};

static int
helper_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(((Obj *)self)->list);
    return base_traverse(self, visit, arg); //~ GC004
}

static PyType_Slot helper_slots[] = {
    {Py_tp_traverse, helper_traverse},
    {Py_tp_clear, obj_clear},
    {0, NULL},
};
PyType_Spec helper_spec = {"m.helper", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, helper_slots};

static int
local_traverse(PyObject *self, visitproc visit, void *arg)
{
    PyTypeObject *tp = Py_TYPE(self);
    Py_VISIT(tp);
    if (((Obj *)self)->cb != NULL) {
        Py_VISIT(((Obj *)self)->cb);
    }
    Py_VISIT(tp); //~ GC004
    Py_VISIT(((Obj *)self)->list);
    return 0;
}

static PyType_Slot local_slots[] = {
    {Py_tp_traverse, local_traverse},
    {Py_tp_clear, obj_clear},
    {0, NULL},
};
PyType_Spec local_spec = {"m.local", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, local_slots};

static PyType_Slot heap_slots[] = {
    {Py_tp_traverse, base_traverse},
    {Py_tp_clear, obj_clear},
    {0, NULL},
};
PyType_Spec heap_spec = {"m.heap", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE, heap_slots};

static PyTypeObject *heap_type; //~ ISO012

int
add_heap(PyObject *m)
{
    heap_type = (PyTypeObject *)PyType_FromModuleAndSpec(m, &heap_spec, NULL);
    return heap_type == NULL ? -1 : 0;
}

static int
slot_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(((Obj *)self)->list);
    return heap_type->tp_traverse(self, visit, arg); //~ GC004
}

static PyType_Slot slot_slots[] = {
    {Py_tp_traverse, slot_traverse},
    {Py_tp_clear, obj_clear},
    {0, NULL},
};
PyType_Spec slot_spec = {"m.slot", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, slot_slots};

