#include <Python.h>

typedef struct { PyObject_HEAD PyObject *cb; PyObject *refs; PyObject *weakreflist; Py_buffer view; } Obj;

static int
obj_clear(PyObject *self)
{
    Py_CLEAR(((Obj *)self)->cb);
    return 0;
}

static int
name_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(((Obj *)self)->cb);
    Py_VISIT(((Obj *)self)->weakreflist); //~ GC033
    return 0;
}

static PyType_Slot name_slots[] = {
    {Py_tp_traverse, name_traverse},
    {Py_tp_clear, obj_clear},
    {0, NULL},
};
PyType_Spec name_spec = {"m.name", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, name_slots};

static int
offset_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(((Obj *)self)->cb);
    Py_VISIT(((Obj *)self)->refs); //~ GC033
    return 0;
}

PyTypeObject offset_type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.offset",
    .tp_basicsize = sizeof(Obj),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .tp_dealloc = NULL,
    .tp_traverse = offset_traverse,
    .tp_clear = obj_clear,
    .tp_weaklistoffset = offsetof(Obj, refs),
};

int
add_types(PyObject *module)
{
    if (PyModule_Add(module, "name", PyType_FromModuleAndSpec(module, &name_spec, NULL)) < 0) {
        return -1;
    }
    return 0;
}
