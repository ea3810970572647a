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
Counts_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_INCREF(((Obj *)self)->cb); //~ GC032
    Py_VISIT(((Obj *)self)->cb);
    return 0;
}

static int
Right_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(((Obj *)self)->cb);
    return 0;
}

static int
Asks_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    if (((Obj *)self)->cb != NULL && PyList_GET_SIZE(((Obj *)self)->cb) >= 0) {
        Py_VISIT(((Obj *)self)->cb);
    }
    return 0;
}

static PyType_Slot Counts_slots[] = {
    {Py_tp_new, obj_new},
    {Py_tp_traverse, Counts_traverse},
    {Py_tp_clear, obj_clear},
    {0, NULL},
};
static PyType_Spec Counts_spec = {"runs.Counts", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, Counts_slots};

static PyType_Slot Right_slots[] = {
    {Py_tp_new, obj_new},
    {Py_tp_traverse, Right_traverse},
    {Py_tp_clear, obj_clear},
    {0, NULL},
};
static PyType_Spec Right_spec = {"runs.Right", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, Right_slots};

static PyType_Slot Asks_slots[] = {
    {Py_tp_new, obj_new},
    {Py_tp_traverse, Asks_traverse},
    {Py_tp_clear, obj_clear},
    {0, NULL},
};
static PyType_Spec Asks_spec = {"runs.Asks", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, Asks_slots};

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
    if (add(module, "Counts", PyType_FromModuleAndSpec(module, &Counts_spec, NULL)) < 0 ||
        add(module, "Right", PyType_FromModuleAndSpec(module, &Right_spec, NULL)) < 0 ||
        add(module, "Asks", PyType_FromModuleAndSpec(module, &Asks_spec, NULL)) < 0) {
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
