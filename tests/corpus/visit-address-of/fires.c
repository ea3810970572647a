#include <Python.h>

typedef struct { PyObject_HEAD PyObject *cb; PyObject *refs; PyObject *weakreflist; Py_buffer view; } Obj;

static int
obj_clear(PyObject *self)
{
    Py_CLEAR(((Obj *)self)->cb);
    Py_CLEAR(((Obj *)self)->refs);
    return 0;
}

static int
address_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(((Obj *)self)->cb);
    Py_VISIT(&((Obj *)self)->refs); //~ GC034
    return 0;
}

static PyType_Slot address_slots[] = {
    {Py_tp_traverse, address_traverse},
    {Py_tp_clear, obj_clear},
    {0, NULL},
};
PyType_Spec address_spec = {"m.address", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, address_slots};

static int
buffer_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(((Obj *)self)->cb);
    Py_VISIT(((Obj *)self)->refs);
    Py_VISIT(&((Obj *)self)->view.obj); //~ GC034
    return 0;
}

static PyType_Slot buffer_slots[] = {
    {Py_tp_traverse, buffer_traverse},
    {Py_tp_clear, obj_clear},
    {0, NULL},
};
PyType_Spec buffer_spec = {"m.buffer", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, buffer_slots};

int
add_types(PyObject *module)
{
    if (PyModule_Add(module, "address", PyType_FromModuleAndSpec(module, &address_spec, NULL)) < 0) {
        return -1;
    }
    if (PyModule_Add(module, "buffer", PyType_FromModuleAndSpec(module, &buffer_spec, NULL)) < 0) {
        return -1;
    }
    return 0;
}
