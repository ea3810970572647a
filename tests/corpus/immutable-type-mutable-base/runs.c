#include <Python.h>

typedef struct { PyObject_HEAD int fd; } File;

static PyType_Slot Mutable_slots[] = {
    {0, NULL},
};
static PyType_Spec Mutable_spec = {"runs.Mutable", sizeof(File), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, Mutable_slots}; //~ GC005

static PyType_Slot Fixed_slots[] = {
    {0, NULL},
};
static PyType_Spec Fixed_spec = {"runs.Fixed", sizeof(File), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_IMMUTABLETYPE, Fixed_slots};

static PyType_Slot Refused_slots[] = {
    {0, NULL},
};
static PyType_Spec Refused_spec = {"runs.Refused", sizeof(File), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, Refused_slots}; //~ HT006

static PyType_Slot Right_slots[] = {
    {0, NULL},
};
static PyType_Spec Right_spec = {"runs.Right", sizeof(File), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, Right_slots};

static PyType_Slot Loose_slots[] = {
    {0, NULL},
};
static PyType_Spec Loose_spec = {"runs.Loose", sizeof(File), 0, Py_TPFLAGS_DEFAULT, Loose_slots}; //~ GC005

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
    PyObject *mutable_base = PyType_FromModuleAndSpec(module, &Mutable_spec, NULL);
    PyObject *fixed_base = PyType_FromModuleAndSpec(module, &Fixed_spec, NULL);
    if (mutable_base == NULL || fixed_base == NULL) {
        return -1;
    }
    if (add(module, "Mutable", Py_NewRef(mutable_base)) < 0 ||
        add(module, "Fixed", Py_NewRef(fixed_base)) < 0 ||
        add(module, "Refused", PyType_FromModuleAndSpec(module, &Refused_spec, mutable_base)) < 0 ||
        add(module, "Right", PyType_FromModuleAndSpec(module, &Right_spec, fixed_base)) < 0 ||
        add(module, "Loose", PyType_FromModuleAndSpec(module, &Loose_spec, mutable_base)) < 0) {
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
