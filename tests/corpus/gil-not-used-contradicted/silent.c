#include <Python.h>

#include <stdatomic.h>

static atomic_int hits;
static _Thread_local int own;
static PyMutex lock; //~ ISO023
static int locked; //~ ISO020
static int by_callers; //~ ISO020
static int of_the_init; //~ ISO020
#ifndef Py_GIL_DISABLED
static int with_gil; //~ ISO020
#endif

static void
change(void)
{
    by_callers++;
}

static PyObject *
spam_count(PyObject *self, PyObject *args)
{
    hits++;
    own++;
    PyMutex_Lock(&lock);
    locked++;
    change();
    PyMutex_Unlock(&lock);
#ifndef Py_GIL_DISABLED
    with_gil++;
#endif
    return PyLong_FromLong(hits);
}

static PyMethodDef spam_methods[] = {
    {"count", spam_count, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static int
spam_exec(PyObject *module)
{
    of_the_init = 3;
    return PyModule_AddIntConstant(module, "answer", 42);
}

static PyModuleDef_Slot spam_slots[] = {
    {Py_mod_exec, spam_exec},
#if PY_VERSION_HEX >= 0x030C0000
    {Py_mod_multiple_interpreters, Py_MOD_MULTIPLE_INTERPRETERS_SUPPORTED},
#endif
#if PY_VERSION_HEX >= 0x030D0000
    {Py_mod_gil, Py_MOD_GIL_NOT_USED},
#endif
    {0, NULL},
};

static PyModuleDef spam_module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "spam",
    .m_size = 0,
    .m_methods = spam_methods,
    .m_slots = spam_slots,
};

PyMODINIT_FUNC
PyInit_spam(void)
{
    return PyModuleDef_Init(&spam_module);
}
