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
part_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(((Obj *)self)->cb);
    return 0;
}

static PyType_Slot part_slots[] = {
    {Py_tp_traverse, part_traverse},
    {Py_tp_clear, obj_clear},
    {0, NULL},
};
PyType_Spec part_spec = {"m.part", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, part_slots};

int
add_types(PyObject *module)
{
    if (PyModule_Add(module, "part", PyType_FromModuleAndSpec(module, &part_spec, NULL)) < 0) {
        return -1;
    }
    return 0;
}
