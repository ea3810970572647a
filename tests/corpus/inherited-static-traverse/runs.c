#include <Python.h>

static int
Right_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    return PyList_Type.tp_traverse(self, visit, arg);
}

static int
Right_clear(PyObject *self)
{
    return PyList_Type.tp_clear(self);
}

static PyType_Slot Right_slots[] = {
    {Py_tp_traverse, Right_traverse},
    {Py_tp_clear, Right_clear},
    {0, NULL},
};
static PyType_Spec Right_spec = {"runs.Right", 0, 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, Right_slots};

static PyType_Slot Inherits_slots[] = {
    {0, NULL},
};
static PyType_Spec Inherits_spec = {"runs.Inherits", 0, 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, Inherits_slots}; //~ GC002

static PyType_Slot Error_slots[] = {
    {0, NULL},
};
static PyType_Spec Error_spec = {"runs.Error", 0, 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, Error_slots}; //~ GC002

static PyType_Slot Text_slots[] = {
    {0, NULL},
};
static PyType_Spec Text_spec = {"runs.Text", 0, 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, Text_slots};

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
    if (add(module, "Right", PyType_FromModuleAndSpec(module, &Right_spec, (PyObject *)&PyList_Type)) < 0 ||
        add(module, "Inherits", PyType_FromModuleAndSpec(module, &Inherits_spec, (PyObject *)&PyList_Type)) < 0 ||
        add(module, "Error", PyType_FromModuleAndSpec(module, &Error_spec, PyExc_ValueError)) < 0 ||
        add(module, "Text", PyType_FromModuleAndSpec(module, &Text_spec, (PyObject *)&PyUnicode_Type)) < 0 ||
        add(module, "Made", PyErr_NewException("runs.Made", PyExc_ValueError, NULL)) < 0) {
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
