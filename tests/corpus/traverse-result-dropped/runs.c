#include <Python.h>

typedef struct { PyObject_HEAD PyObject *cb; } Obj;

static int
obj_clear(PyObject *self)
{
    Py_CLEAR(((Obj *)self)->cb);
    return 0;
}

static PyObject *
obj_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    Obj *self = (Obj *)type->tp_alloc(type, 0);
    if (self != NULL) {
        self->cb = PyList_New(0);
    }
    return (PyObject *)self;
}

static int
base_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(((Obj *)self)->cb);
    return 0;
}

static int
Dropped_traverse(PyObject *self, visitproc visit, void *arg)
{
    base_traverse(self, visit, arg); //~ GC036
    return 0;
}

static int
Visitor_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    if (((Obj *)self)->cb != NULL) {
        visit(((Obj *)self)->cb, arg); //~ GC036
    }
    return 0;
}

static int
Kept_traverse(PyObject *self, visitproc visit, void *arg)
{
    int result = base_traverse(self, visit, arg);
    if (result != 0) {
        return result;
    }
    return 0;
}

static PyType_Slot Dropped_slots[] = {
    {Py_tp_new, obj_new},
    {Py_tp_traverse, Dropped_traverse},
    {Py_tp_clear, obj_clear},
    {0, NULL},
};
static PyType_Spec Dropped_spec = {"runs.Dropped", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, Dropped_slots};

static PyType_Slot Visitor_slots[] = {
    {Py_tp_new, obj_new},
    {Py_tp_traverse, Visitor_traverse},
    {Py_tp_clear, obj_clear},
    {0, NULL},
};
static PyType_Spec Visitor_spec = {"runs.Visitor", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, Visitor_slots};

static PyType_Slot Kept_slots[] = {
    {Py_tp_new, obj_new},
    {Py_tp_traverse, Kept_traverse},
    {Py_tp_clear, obj_clear},
    {0, NULL},
};
static PyType_Spec Kept_spec = {"runs.Kept", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, Kept_slots};

static int
add(PyObject *module, const char *name, PyObject *type)
{
    if (type == NULL) {
        PyErr_Clear();
        return PyModule_AddStringConstant(module, name, "refused");
    }
    return PyModule_AddObject(module, name, type); //~ ABI006
}

static int
runs_exec(PyObject *module)
{
    if (add(module, "Dropped", PyType_FromModuleAndSpec(module, &Dropped_spec, NULL)) < 0 ||
        add(module, "Visitor", PyType_FromModuleAndSpec(module, &Visitor_spec, NULL)) < 0 ||
        add(module, "Kept", PyType_FromModuleAndSpec(module, &Kept_spec, NULL)) < 0) {
        return -1;
    }
    return 0;
}

static PyModuleDef_Slot runs_module_slots[] = {
    {Py_mod_exec, runs_exec},
    {0, NULL},
};
static struct PyModuleDef runs_module = { //~ INIT005
    PyModuleDef_HEAD_INIT,
    .m_name = "runs",
    .m_slots = runs_module_slots,
};

PyMODINIT_FUNC
PyInit_runs(void)
{
    return PyModuleDef_Init(&runs_module);
}
