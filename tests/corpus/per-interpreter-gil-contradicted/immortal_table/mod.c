/* What every interpreter has in common and nothing frees may stand in a table of all. */
#include <Python.h>

static PyObject *
constant(unsigned int id)
{
    static PyObject *made[6];
    if (made[0] == NULL) {
        made[0] = Py_None;
        made[1] = PyBool_FromLong(1);
        made[2] = PyLong_FromLong(-5);
        made[3] = PyUnicode_FromString("");
        made[4] = PyBytes_FromStringAndSize(NULL, 0);
        made[5] = PyTuple_New(0);
    }
    return Py_NewRef(made[id % 6]);
}

static PyObject *get(PyObject *module, PyObject *none) { return constant(2); }
static PyMethodDef mod_methods[] = {{"get", get, METH_NOARGS, NULL}, {NULL, NULL, 0, NULL}};
static PyModuleDef_Slot mod_slots[] = {{Py_mod_multiple_interpreters, Py_MOD_PER_INTERPRETER_GIL_SUPPORTED}, {Py_mod_gil, Py_MOD_GIL_USED}, {0, NULL}};
static PyModuleDef mod_module = {
    PyModuleDef_HEAD_INIT, .m_name = "mod", .m_size = 0, .m_methods = mod_methods, .m_slots = mod_slots,
};
PyMODINIT_FUNC PyInit_mod(void) { return PyModuleDef_Init(&mod_module); }
