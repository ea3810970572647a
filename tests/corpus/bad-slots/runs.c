#include <Python.h>

typedef struct { PyObject_HEAD int fd; } File;
#include <structmember.h>

static PyMemberDef first_members[] = {{"fd", T_INT, offsetof(File, fd), READONLY}, {NULL}};
static PyMemberDef second_members[] = {{"again", T_INT, offsetof(File, fd), READONLY}, {NULL}};

static PyType_Slot Twice_slots[] = {
    {Py_tp_members, first_members},
    {Py_tp_members, second_members}, //~ HT009
    {0, NULL},
};
static PyType_Spec Twice_spec = {"runs.Twice", sizeof(File), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, Twice_slots};

static PyType_Slot Right_slots[] = {
    {Py_tp_members, first_members},
    {Py_tp_doc, (void *)"doc"},
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
    if (add(module, "Twice", PyType_FromModuleAndSpec(module, &Twice_spec, NULL)) < 0 ||
        add(module, "Right", PyType_FromModuleAndSpec(module, &Right_spec, NULL)) < 0) {
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
