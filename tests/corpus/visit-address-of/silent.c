#include <Python.h>

typedef struct { PyObject_HEAD PyObject *cb; } Inner;
typedef struct { PyObject_HEAD PyObject *cb; PyObject *refs; Inner inner; Py_buffer view; } Obj;

static int
obj_clear(PyObject *self)
{
    Py_CLEAR(((Obj *)self)->cb);
    Py_CLEAR(((Obj *)self)->refs);
    return 0;
}

static int
field_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(((Obj *)self)->cb);
    Py_VISIT(((Obj *)self)->refs);
    Py_VISIT(((Obj *)self)->view.obj);
    Py_VISIT(&((Obj *)self)->inner);
    return 0;
}

static PyType_Slot field_slots[] = {
    {Py_tp_traverse, field_traverse},
    {Py_tp_clear, obj_clear},
    {0, NULL},
};
PyType_Spec field_spec = {"m.field", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, field_slots};

int
add_types(PyObject *module)
{
    if (PyModule_Add(module, "field", PyType_FromModuleAndSpec(module, &field_spec, NULL)) < 0) {
        return -1;
    }
    return 0;
}
