#include <Python.h>

// Two modules more in the file: the probe loads them by their names.
static int
nothing(PyObject *module)
{
    return 0;
}

static PyModuleDef_Slot Twice_slots[] = {
    {Py_mod_exec, nothing},
    {Py_mod_multiple_interpreters, Py_MOD_MULTIPLE_INTERPRETERS_SUPPORTED},
    {Py_mod_multiple_interpreters, Py_MOD_MULTIPLE_INTERPRETERS_SUPPORTED}, //~ INIT014
    {0, NULL},
};
static struct PyModuleDef Twice_module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "Twice",
    .m_slots = Twice_slots,
};

PyMODINIT_FUNC
PyInit_Twice(void) //~ INIT011
{
    return PyModuleDef_Init(&Twice_module);
}

static PyModuleDef_Slot Once_slots[] = {
    {Py_mod_exec, nothing},
    {Py_mod_multiple_interpreters, Py_MOD_MULTIPLE_INTERPRETERS_SUPPORTED},
    {0, NULL},
};
static struct PyModuleDef Once_module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "Once",
    .m_slots = Once_slots,
};

PyMODINIT_FUNC
PyInit_Once(void)
{
    return PyModuleDef_Init(&Once_module);
}

static int
runs_exec(PyObject *module)
{
    return PyModule_AddStringConstant(module, "Twice", "Twice") < 0 ||
                   PyModule_AddStringConstant(module, "Once", "Once") < 0
               ? -1
               : 0;
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
