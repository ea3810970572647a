#include <Python.h>

typedef struct { PyObject_HEAD int fd; } File;

static PyObject *
meta_new(PyTypeObject *meta, PyObject *args, PyObject *kwargs)
{
    return PyType_Type.tp_new(meta, args, kwargs);
}

static int
meta_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    return PyType_Type.tp_traverse(self, visit, arg);
}

static int
meta_clear(PyObject *self)
{
    return PyType_Type.tp_clear(self);
}

static PyType_Slot new_slots[] = {
    {Py_tp_new, meta_new},
    {Py_tp_traverse, meta_traverse},
    {Py_tp_clear, meta_clear},
    {0, NULL},
};
static PyType_Spec new_spec = {"runs.New", 0, 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, new_slots};

static PyType_Slot plain_slots[] = {
    {Py_tp_traverse, meta_traverse},
    {Py_tp_clear, meta_clear},
    {0, NULL},
};
static PyType_Spec plain_spec = {"runs.Plain", 0, 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, plain_slots};

static PyType_Slot Refused_slots[] = {
    {0, NULL},
};
static PyType_Spec Refused_spec = {"runs.Refused", sizeof(File), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, Refused_slots};

static PyType_Slot Right_slots[] = {
    {0, NULL},
};
static PyType_Spec Right_spec = {"runs.Right", sizeof(File), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, Right_slots};

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
    PyTypeObject *with_new = (PyTypeObject *)PyType_FromModuleAndSpec(module, &new_spec, (PyObject *)&PyType_Type);
    PyTypeObject *without_new = (PyTypeObject *)PyType_FromModuleAndSpec(module, &plain_spec, (PyObject *)&PyType_Type);
    if (with_new == NULL || without_new == NULL) {
        return -1;
    }
    if (add(module, "Refused", PyType_FromMetaclass(with_new, module, &Refused_spec, NULL)) < 0 || //~ HT007
        add(module, "Right", PyType_FromMetaclass(without_new, module, &Right_spec, NULL)) < 0) {
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
