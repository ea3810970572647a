#include <Python.h>

static PyObject *names; //~ ISO010

/* Only the set-up calls it: it fills the tuple that the set-up made. */
static int
fill(PyObject *tuple)
{
    names = tuple;
    for (Py_ssize_t i = 0; i < 3; i++) {
        PyObject *name = PyUnicode_FromFormat("h%zd", i);
        if (name == NULL) {
            return -1;
        }
        PyTuple_SET_ITEM(names, i, name);
    }
    return 0;
}

/* Called from Python: others have the tuple. */
static PyObject *
rename_first(PyObject *self, PyObject *name)
{
    PyTuple_SET_ITEM(names, 0, Py_NewRef(name)); //~ MUT013
    Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
    {"rename_first", rename_first, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};

static int
spam_exec(PyObject *module)
{
    PyObject *tuple = PyTuple_New(3);
    if (tuple == NULL || fill(tuple) < 0) {
        return -1;
    }
    return PyModule_AddObjectRef(module, "NAMES", tuple);
}

static PyModuleDef_Slot slots[] = {{Py_mod_exec, spam_exec}, {0, NULL}};

static PyModuleDef spam_module = {PyModuleDef_HEAD_INIT, .m_name = "spam", .m_methods = methods, .m_slots = slots}; //~ INIT005

PyMODINIT_FUNC
PyInit_spam(void)
{
    return PyModuleDef_Init(&spam_module);
}
