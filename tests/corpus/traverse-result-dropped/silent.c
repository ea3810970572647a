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
base_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(((Obj *)self)->cb);
    return 0;
}

static int
kept_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(((Obj *)self)->list);
    int e = base_traverse(self, visit, arg);
    if (e)
        return e;
    return 0;
}

static PyType_Slot kept_slots[] = {
    {Py_tp_traverse, kept_traverse},
    {Py_tp_clear, obj_clear},
    {0, NULL},
};
PyType_Spec kept_spec = {"m.kept", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, kept_slots};

static void note_visit(PyObject *o, visitproc visit) { (void)o; (void)visit; }

static int
void_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(((Obj *)self)->cb);
    Py_VISIT(((Obj *)self)->list);
    note_visit(self, visit);
    return 0;
}

static PyType_Slot void_slots[] = {
    {Py_tp_traverse, void_traverse},
    {Py_tp_clear, obj_clear},
    {0, NULL},
};
PyType_Spec void_spec = {"m.void", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, void_slots};

int
add_types(PyObject *module)
{
    if (PyModule_Add(module, "kept", PyType_FromModuleAndSpec(module, &kept_spec, NULL)) < 0) {
        return -1;
    }
    if (PyModule_Add(module, "void", PyType_FromModuleAndSpec(module, &void_spec, NULL)) < 0) {
        return -1;
    }
    return 0;
}
