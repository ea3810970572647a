/* The result goes through a macro that is its argument, with a cast or parentheses around. */
#include <Python.h>

#define MOD_OK(value) value
#define AS_RESULT(value) ((PyObject *)(value))
#define RESULT(flag, value) (value)

static PyModuleDef one_module = {PyModuleDef_HEAD_INIT, .m_name = "one"};
static PyModuleDef two_module = {PyModuleDef_HEAD_INIT, .m_name = "two"};
static PyModuleDef_Slot three_slots[] = {
    {Py_mod_gil, Py_MOD_GIL_USED},
    {Py_mod_multiple_interpreters, Py_MOD_MULTIPLE_INTERPRETERS_SUPPORTED},
    {0, NULL},
};
static PyModuleDef three_module = {PyModuleDef_HEAD_INIT, .m_name = "three", .m_slots = three_slots};

PyMODINIT_FUNC
PyInit_one(void) //~ INIT001
//~^ INIT011
{
    PyObject *module = PyModule_Create(&one_module);
    return MOD_OK(module);
}

PyMODINIT_FUNC
PyInit_two(void) //~ INIT001
{
    return RESULT(1, AS_RESULT(PyModule_Create(&two_module)));
}

PyMODINIT_FUNC
PyInit_three(void)
{
    return MOD_OK(PyModuleDef_Init(&three_module));
}
