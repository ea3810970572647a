#include <Python.h>

typedef struct { PyObject_HEAD PyObject *cb; } Obj;

static int
obj_clear(PyObject *self)
{
    Py_CLEAR(((Obj *)self)->cb);
    return 0;
}

static int
Once_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(((Obj *)self)->cb);
    return 0;
}

static PyType_Slot Once_slots[] = {
    {Py_tp_traverse, Once_traverse},
    {Py_tp_clear, obj_clear},
    {0, NULL},
};
static PyType_Spec Once_spec = {"runs.Once", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, Once_slots};

static int
Helper_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    return Once_traverse(self, visit, arg); //~ GC004
}

static PyType_Slot Helper_slots[] = {
    {Py_tp_traverse, Helper_traverse},
    {Py_tp_clear, obj_clear},
    {0, NULL},
};
static PyType_Spec Helper_spec = {"runs.Helper", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, Helper_slots};

static int
Twice_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(((Obj *)self)->cb);
    Py_VISIT(Py_TYPE(self)); //~ GC004
    return 0;
}

static PyType_Slot Twice_slots[] = {
    {Py_tp_traverse, Twice_traverse},
    {Py_tp_clear, obj_clear},
    {0, NULL},
};
static PyType_Spec Twice_spec = {"runs.Twice", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, Twice_slots};

static int
Branches_traverse(PyObject *self, visitproc visit, void *arg)
{
    if (((Obj *)self)->cb == NULL) {
        Py_VISIT(Py_TYPE(self));
        return 0;
    }
    Py_VISIT(((Obj *)self)->cb);
    Py_VISIT(Py_TYPE(self));
    return 0;
}

static PyType_Slot Branches_slots[] = {
    {Py_tp_traverse, Branches_traverse},
    {Py_tp_clear, obj_clear},
    {0, NULL},
};
static PyType_Spec Branches_spec = {"runs.Branches", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, Branches_slots};

static int
runs_exec(PyObject *module)
{
    PyObject *Once = PyType_FromModuleAndSpec(module, &Once_spec, NULL);
    if (Once == NULL || PyModule_AddType(module, (PyTypeObject *)Once) < 0) {
        return -1;
    }
    Py_DECREF(Once);
    PyObject *Helper = PyType_FromModuleAndSpec(module, &Helper_spec, NULL);
    if (Helper == NULL || PyModule_AddType(module, (PyTypeObject *)Helper) < 0) {
        return -1;
    }
    Py_DECREF(Helper);
    PyObject *Twice = PyType_FromModuleAndSpec(module, &Twice_spec, NULL);
    if (Twice == NULL || PyModule_AddType(module, (PyTypeObject *)Twice) < 0) {
        return -1;
    }
    Py_DECREF(Twice);
    PyObject *Branches = PyType_FromModuleAndSpec(module, &Branches_spec, NULL);
    if (Branches == NULL || PyModule_AddType(module, (PyTypeObject *)Branches) < 0) {
        return -1;
    }
    Py_DECREF(Branches);
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
