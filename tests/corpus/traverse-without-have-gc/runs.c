#include <Python.h>

typedef struct { PyObject_HEAD PyObject *cb; } Obj;

static int
obj_clear(PyObject *self)
{
    Py_CLEAR(((Obj *)self)->cb);
    return 0;
}

static int
obj_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(((Obj *)self)->cb);
    return 0;
}

static PyType_Slot Ignored_slots[] = {
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {0, NULL},
};
static PyType_Spec Ignored_spec = {"runs.Ignored", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, Ignored_slots}; //~ GC005 GC006

static PyType_Slot Seen_slots[] = {
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {0, NULL},
};
static PyType_Spec Seen_spec = {"runs.Seen", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, Seen_slots};

static int
runs_exec(PyObject *module)
{
    PyObject *Ignored = PyType_FromModuleAndSpec(module, &Ignored_spec, NULL);
    if (Ignored == NULL || PyModule_AddType(module, (PyTypeObject *)Ignored) < 0) {
        return -1;
    }
    Py_DECREF(Ignored);
    PyObject *Seen = PyType_FromModuleAndSpec(module, &Seen_spec, NULL);
    if (Seen == NULL || PyModule_AddType(module, (PyTypeObject *)Seen) < 0) {
        return -1;
    }
    Py_DECREF(Seen);
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
