#include <Python.h>

static PyTypeObject Spam_Type = {PyVarObject_HEAD_INIT(NULL, 0) .tp_name = "spam.Spam"}; //~ ISO001
static PyObject *error; //~ ISO010
static PyThreadState *saved; //~ ISO020
static int count; //~ ISO020
static int other_count; //~ ISO020
static int third_count; //~ ISO020

void
spam_callback(void) //~ INIT017
{
    PyGILState_STATE state = PyGILState_Ensure(); //~ FT011
    saved = PyThreadState_Get();
    count++;
    other_count++;
    third_count++;
    error = PyDict_New();
    PyGILState_Release(state);
}

static int
spam_exec(PyObject *module)
{
    return PyModule_AddIntConstant(module, "answer", 42);
}

static PyModuleDef_Slot spam_slots[] = {
    {Py_mod_exec, spam_exec},
#if PY_VERSION_HEX >= 0x030C0000
    {Py_mod_multiple_interpreters, Py_MOD_PER_INTERPRETER_GIL_SUPPORTED}, //~ INIT006
#endif
    {0, NULL},
};

static PyModuleDef spam_module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "spam",
    .m_size = 0,
    .m_slots = spam_slots,
};

PyMODINIT_FUNC
PyInit_spam(void)
{
    return PyModuleDef_Init(&spam_module);
}
