/* Constants that the exec function writes are the same for every interpreter; what a caller gives is not. */
#include <Python.h>

static PyObject *one(PyObject *module, PyObject *none) { return PyLong_FromLong(1); }
static PyObject *rename_it(PyObject *module, PyObject *text);
static PyMethodDef spam_methods[] = { //~ ISO030
    {"one", one, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};
static PyMethodDef other_methods[] = { //~ ISO030
    {"rename", rename_it, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};

static PyObject *
rename_it(PyObject *module, PyObject *text)
{
    other_methods[0].ml_doc = PyUnicode_AsUTF8(text);
    Py_RETURN_NONE;
}

static int
spam_exec(PyObject *module)
{
    spam_methods[0].ml_doc = "gives one";
    spam_methods[0].ml_meth = one;
    spam_methods[0].ml_flags = METH_NOARGS;
    return PyModule_AddFunctions(module, other_methods);
}

static PyModuleDef_Slot spam_slots[] = {{Py_mod_exec, spam_exec}, {Py_mod_gil, Py_MOD_GIL_USED}, {0, NULL}};
static PyModuleDef spam_module = { //~ INIT005
    PyModuleDef_HEAD_INIT, .m_name = "completed_at_init", .m_size = 0, .m_methods = spam_methods, .m_slots = spam_slots,
};
PyMODINIT_FUNC PyInit_completed_at_init(void) { return PyModuleDef_Init(&spam_module); }
