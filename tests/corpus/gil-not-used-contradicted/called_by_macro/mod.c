/* The name of the function is pasted together, and stands in a macro that a method uses. */
#include <Python.h>

static int made; //~ ISO020
static int also; //~ ISO020

static void spam_start(void) { made++; }
static void count_up(void) { also++; }
#define RUN(what) spam_##what()
#define COUNT() count_up()

static PyObject *
get(PyObject *module, PyObject *none)
{
    RUN(start);
    COUNT();
    return PyLong_FromLong(made + also);
}
static PyMethodDef mod_methods[] = {{"get", get, METH_NOARGS, NULL}, {NULL, NULL, 0, NULL}};
static PyModuleDef_Slot mod_slots[] = {
    {Py_mod_gil, Py_MOD_GIL_NOT_USED}, //~ FT006
    {Py_mod_multiple_interpreters, Py_MOD_MULTIPLE_INTERPRETERS_SUPPORTED},
    {0, NULL},
};
static PyModuleDef mod_module = {
    PyModuleDef_HEAD_INIT, .m_name = "mod", .m_size = 0, .m_methods = mod_methods, .m_slots = mod_slots,
};
PyMODINIT_FUNC PyInit_mod(void) { return PyModuleDef_Init(&mod_module); }
