#include <Python.h>

typedef struct { PyObject_HEAD PyObject *cb; } Obj;

static int
obj_clear(PyObject *self)
{
    Py_CLEAR(((Obj *)self)->cb);
    return 0;
}

static int
Early_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self)); /* 3.8 only: see the probe */
    Py_VISIT(((Obj *)self)->cb);
    return 0;
}

static int
Guarded_traverse(PyObject *self, visitproc visit, void *arg)
{
#if PY_VERSION_HEX >= 0x03090000
    Py_VISIT(Py_TYPE(self));
#endif
    Py_VISIT(((Obj *)self)->cb);
    return 0;
}

static PyType_Slot Early_slots[] = {
    {Py_tp_traverse, Early_traverse},
    {Py_tp_clear, obj_clear},
    {0, NULL},
};
static PyType_Spec Early_spec = {"runs.Early", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC, Early_slots};

static PyType_Slot Guarded_slots[] = {
    {Py_tp_traverse, Guarded_traverse},
    {Py_tp_clear, obj_clear},
    {0, NULL},
};
static PyType_Spec Guarded_spec = {"runs.Guarded", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC, Guarded_slots};

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
    if (add(module, "Early", PyType_FromSpec(&Early_spec)) < 0 ||
        add(module, "Guarded", PyType_FromSpec(&Guarded_spec)) < 0) {
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
