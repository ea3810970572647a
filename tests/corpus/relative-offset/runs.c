#include <Python.h>
#include <structmember.h>

typedef struct { int n; } Data;
typedef struct { PyObject_HEAD int fd; } File;

#if PY_VERSION_HEX < 0x030C0000
#define Py_RELATIVE_OFFSET 8
#endif
static PyMemberDef Flagged_members[] = {
    {"fd", T_INT, offsetof(File, fd), READONLY | Py_RELATIVE_OFFSET}, //~ HT011
    {NULL},
};
static PyMemberDef Bare_members[] = {
    {"n", T_INT, offsetof(Data, n), READONLY}, //~ HT011
    {NULL},
};
static PyMemberDef Right_members[] = {
    {"n", T_INT, offsetof(Data, n), READONLY | Py_RELATIVE_OFFSET},
    {NULL},
};
static PyMemberDef Plain_members[] = {
    {"fd", T_INT, offsetof(File, fd), READONLY},
    {NULL},
};

static PyType_Slot Flagged_slots[] = {
    {Py_tp_members, Flagged_members},
    {0, NULL},
};
static PyType_Spec Flagged_spec = {"runs.Flagged", sizeof(File), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, Flagged_slots};

static PyType_Slot Bare_slots[] = {
    {Py_tp_members, Bare_members},
    {0, NULL},
};
static PyType_Spec Bare_spec = {"runs.Bare", -(int)sizeof(Data), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, Bare_slots};

static PyType_Slot Right_slots[] = {
    {Py_tp_members, Right_members},
    {0, NULL},
};
static PyType_Spec Right_spec = {"runs.Right", -(int)sizeof(Data), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, Right_slots};

static PyType_Slot Plain_slots[] = {
    {Py_tp_members, Plain_members},
    {0, NULL},
};
static PyType_Spec Plain_spec = {"runs.Plain", sizeof(File), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, Plain_slots};

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
    if (add(module, "Flagged", PyType_FromModuleAndSpec(module, &Flagged_spec, NULL)) < 0 ||
        add(module, "Bare", PyType_FromModuleAndSpec(module, &Bare_spec, NULL)) < 0 ||
        add(module, "Right", PyType_FromModuleAndSpec(module, &Right_spec, NULL)) < 0 ||
        add(module, "Plain", PyType_FromModuleAndSpec(module, &Plain_spec, NULL)) < 0) {
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
