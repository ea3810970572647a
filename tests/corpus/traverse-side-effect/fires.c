#include <Python.h>

typedef struct { PyObject_HEAD PyObject *cb; PyObject *list; } Obj;

static int
obj_clear(PyObject *self)
{
    Py_CLEAR(((Obj *)self)->cb);
    Py_CLEAR(((Obj *)self)->list);
    return 0;
}

static int
get_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    PyObject *d = PyObject_GetAttrString(self, "d"); //~ GC032
    Py_VISIT(d);
    Py_VISIT(((Obj *)self)->cb);
    Py_VISIT(((Obj *)self)->list);
    return 0;
}

static PyType_Slot get_slots[] = {
    {Py_tp_traverse, get_traverse},
    {Py_tp_clear, obj_clear},
    {0, NULL},
};
PyType_Spec get_spec = {"m.get", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, get_slots};

static void
count(PyObject *o)
{
    Py_INCREF(o); //~ GC032
}

static int
count_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    count(self);
    Py_VISIT(((Obj *)self)->cb);
    Py_VISIT(((Obj *)self)->list);
    return 0;
}

static PyType_Slot count_slots[] = {
    {Py_tp_traverse, count_traverse},
    {Py_tp_clear, obj_clear},
    {0, NULL},
};
PyType_Spec count_spec = {"m.count", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, count_slots};

int
add_types(PyObject *module)
{
    if (PyModule_Add(module, "get", PyType_FromModuleAndSpec(module, &get_spec, NULL)) < 0) {
        return -1;
    }
    if (PyModule_Add(module, "count", PyType_FromModuleAndSpec(module, &count_spec, NULL)) < 0) {
        return -1;
    }
    return 0;
}
