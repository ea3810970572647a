/* A flag that only ever gets one value contradicts the claim least: the counter comes first. */
#include <Python.h>

static int
prepare(void)
{
    static int prepared = 0; //~ ISO021
    if (!prepared) {
        prepared = 1;
    }
    return prepared;
}

static long calls; //~ ISO020

static PyObject *
call(PyObject *self, PyObject *arg)
{
    calls++;
    return PyLong_FromLong(prepare());
}

static PyMethodDef methods[] = {{"call", call, METH_O, NULL}, {NULL, NULL, 0, NULL}};

static PyModuleDef_Slot slots[] = {
    {Py_mod_multiple_interpreters, Py_MOD_PER_INTERPRETER_GIL_SUPPORTED}, //~ INIT006
    {0, NULL},
};

static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, .m_name = "m", .m_methods = methods, .m_slots = slots};

PyMODINIT_FUNC
PyInit_m(void)
{
    return PyModuleDef_Init(&module);
}
