#include <Python.h>

#include <stdatomic.h>

#ifdef Py_GIL_DISABLED
#define SPAM_FREE_THREADED 1
#else
#define SPAM_FREE_THREADED 0
#endif

#ifndef SPAM_USE_FREE_LIST
#define SPAM_USE_FREE_LIST (!SPAM_FREE_THREADED)
#endif

static int kept; //~ ISO020
static int plain; //~ ISO020
static int cached; //~ ISO020
static int logged; //~ ISO020
static atomic_int users;

static PyObject *
spam_count(PyObject *self, PyObject *args)
{
#if SPAM_USE_FREE_LIST
    kept++;
#endif
#if !SPAM_FREE_THREADED
    plain++;
#endif
    return PyLong_FromLong(kept);
}

static PyObject *
spam_keep(PyObject *self, PyObject *args)
{
    int expected = 0;
    if (!atomic_compare_exchange_strong(&users, &expected, 1)) {
        Py_RETURN_NONE;
    }
    cached++;
    atomic_store(&users, 0);
    Py_RETURN_NONE;
}

static PyObject *
spam_log(PyObject *self, PyObject *args)
{
#if SPAM_LOGS
    logged++;
#endif
    Py_RETURN_NONE;
}

static PyMethodDef spam_methods[] = {
    {"count", spam_count, METH_NOARGS, NULL},
    {"keep", spam_keep, METH_NOARGS, NULL},
    {"log", spam_log, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static PyModuleDef_Slot spam_slots[] = {
#if PY_VERSION_HEX >= 0x030C0000
    {Py_mod_multiple_interpreters, Py_MOD_MULTIPLE_INTERPRETERS_SUPPORTED},
#endif
#if PY_VERSION_HEX >= 0x030D0000
    {Py_mod_gil, Py_MOD_GIL_NOT_USED}, //~ FT006
#endif
    {0, NULL},
};

static PyModuleDef spam_module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "free_threaded_switch",
    .m_size = 0,
    .m_methods = spam_methods,
    .m_slots = spam_slots,
};

PyMODINIT_FUNC
PyInit_free_threaded_switch(void)
{
    return PyModuleDef_Init(&spam_module);
}
