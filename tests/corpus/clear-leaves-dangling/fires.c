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
    Py_XDECREF(((Obj *)self)->cb); //~ GC035
    Py_XDECREF(((Obj *)self)->list); //~ GC035
    return 0;
}

static PyType_Slot obj_slots[] = {
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {0, NULL},
};
PyType_Spec obj_spec = {"m.obj", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, obj_slots};

int
add_types(PyObject *module)
{
    if (PyModule_Add(module, "obj", PyType_FromModuleAndSpec(module, &obj_spec, NULL)) < 0) {
        return -1;
    }
    return 0;
}
