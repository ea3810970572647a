/* A number that is not small, and a list, are objects of the interpreter that made them. */
#include <Python.h>

static PyObject *made[2]; //~ ISO010

static PyObject *
get(PyObject *module, PyObject *none)
{
    if (made[0] == NULL) {
        made[0] = PyLong_FromLong(4096);
        made[1] = PyList_New(0);
    }
    return Py_NewRef(made[1]);
}
static PyMethodDef mod_methods[] = {{"get", get, METH_NOARGS, NULL}, {NULL, NULL, 0, NULL}};
static PyModuleDef_Slot mod_slots[] = {
    {Py_mod_multiple_interpreters, Py_MOD_PER_INTERPRETER_GIL_SUPPORTED}, //~ INIT006
    {Py_mod_gil, Py_MOD_GIL_USED},
    {0, NULL},
};
static PyModuleDef mod_module = {
    PyModuleDef_HEAD_INIT, .m_name = "mod", .m_size = 0, .m_methods = mod_methods, .m_slots = mod_slots,
};
PyMODINIT_FUNC PyInit_mod(void) { return PyModuleDef_Init(&mod_module); }
