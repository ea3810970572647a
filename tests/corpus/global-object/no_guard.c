/* What is no guard: a missing dependency, a version check, an error of another kind that goes on. */
#include <Python.h>

static PyObject *cache; //~ ISO014
static int checked; //~ ISO020
static int minimum = 3; //~ ISO022
static int version; //~ ISO020

static int
spam_exec(PyObject *mod)
{
    PyObject *other = PyImport_ImportModule("other");
    if (other == NULL) {
        PyErr_SetString(PyExc_ImportError, "no module named other");
        return -1;
    }
    if (PyObject_Size(other) < minimum) {
        PyErr_SetString(PyExc_ImportError, "other is too old");
        return -1;
    }
    version = (int)PyObject_Size(other);
    if (version < 2) {
        PyErr_SetString(PyExc_ImportError, "other is much too old");
        return -1;
    }
    if (checked) {
        PyErr_Clear();
    }
    checked = 1;
    cache = other;
    return 0;
}

static PyModuleDef_Slot slots[] = {
    {Py_mod_exec, spam_exec},
#if PY_VERSION_HEX >= 0x030C0000
    {Py_mod_multiple_interpreters, Py_MOD_MULTIPLE_INTERPRETERS_SUPPORTED},
#endif
    {0, NULL},
};
static PyModuleDef module = {PyModuleDef_HEAD_INIT, "no_guard", NULL, 0, NULL, slots};

PyMODINIT_FUNC
PyInit_no_guard(void)
{
    return PyModuleDef_Init(&module);
}
