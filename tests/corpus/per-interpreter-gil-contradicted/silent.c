#include <Python.h>

#include <stdatomic.h>

static atomic_int count;
static const int limit = 3;
static PyMutex lock; //~ ISO023
static _Thread_local int depth;
static char *kwlist[] = {"a", NULL}; //~ ISO022

void
spam_count(void) //~ INIT017
{
    PyMutex_Lock(&lock);
    count++;
    depth += limit + (kwlist[0] != NULL);
    PyMutex_Unlock(&lock);
}

static int
spam_exec(PyObject *module)
{
    return PyModule_AddIntConstant(module, "answer", 42);
}

static PyModuleDef_Slot spam_slots[] = {
    {Py_mod_exec, spam_exec},
#if PY_VERSION_HEX >= 0x030C0000
    {Py_mod_multiple_interpreters, Py_MOD_PER_INTERPRETER_GIL_SUPPORTED},
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
