/* Calls what the stable ABI does not promise: legal in a build for one Python, wrong behind an abi3 suffix. */
#include <Python.h>

/* Three symbols that look like the C API's: two that other files can see and one that they cannot. */
Py_ssize_t PyOwn_BlanksMade;

static int
PyOwn_IsBlank(Py_ssize_t size)
{
    return size == 0;
}

PyObject *
PyOwn_Blank(Py_ssize_t size)
{
    PyOwn_BlanksMade += PyOwn_IsBlank(size);
    return PyUnicode_New(size, 127);
}

static PyObject *
blank(PyObject *module, PyObject *length)
{
    (void)module;
    Py_ssize_t size = PyLong_AsSsize_t(length);
    if (size == -1 && PyErr_Occurred()) {
        return NULL;
    }
    return PyOwn_Blank(size);
}

static PyObject *
code_of(PyObject *module, PyObject *function)
{
    (void)module;
    PyObject *code = PyFunction_GetCode(function);
    Py_XINCREF(code);
    return code;
}

static PyMethodDef unstable_methods[] = {
    {"blank", blank, METH_O, NULL},
    {"code_of", code_of, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};

static PyModuleDef_Slot unstable_slots[] = {
    {0, NULL},
};

static struct PyModuleDef unstable_module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "unstable",
    .m_size = 0,
    .m_methods = unstable_methods,
    .m_slots = unstable_slots,
};

PyMODINIT_FUNC
PyInit_unstable(void)
{
    return PyModuleDef_Init(&unstable_module);
}
