/* Slots given by number: 1 to 4 are known to some Python, nothing below 0 or far above is. */
#include <Python.h>

static PyObject *create(PyObject *spec, PyModuleDef *def) { return PyModule_NewObject(PyUnicode_FromString("x")); }
static int
spam_exec(PyObject *m)
{
    return PyModule_AddIntConstant(m, "answer", 42);
}

static PyModuleDef_Slot slots[] = {
    {1, create},
    {2, spam_exec},
    {1, create}, //~ INIT014
    {77, spam_exec}, //~ INIT014
    {-1, spam_exec}, //~ INIT014
    {0, NULL},
};

static PyModuleDef module = { //~ INIT005
    PyModuleDef_HEAD_INIT,
    .m_name = "numbers",
    .m_size = 0,
    .m_slots = slots,
};

PyMODINIT_FUNC
PyInit_numbers(void)
{
    return PyModuleDef_Init(&module);
}
