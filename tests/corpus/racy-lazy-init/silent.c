#include <Python.h>

static PyObject *decimal = NULL; //~ ISO014
static PyObject *fraction = NULL; //~ ISO014
static _Thread_local PyObject *mine = NULL;
static PyMutex lock; //~ ISO023
static int warned; //~ ISO020

PyObject *
get_decimal(void) //~ INIT017
{
    PyMutex_Lock(&lock);
    if (decimal == NULL) {
        decimal = PyImport_ImportModule("decimal");
    }
    PyMutex_Unlock(&lock);
    return decimal;
}

/* One for each thread. */
PyObject *
get_mine(void) //~ INIT017
{
    if (mine == NULL) {
        mine = PyList_New(0);
    }
    return mine;
}

/* A flag alone: what happens twice does no harm. */
void
warn_once(void) //~ INIT017
{
    if (!warned) {
        warned = 1;
        PyErr_WarnEx(PyExc_UserWarning, "spam", 1);
    }
}

/* As the module is initialised. */
static int
spam_exec(PyObject *module)
{
    if (fraction == NULL) {
        fraction = PyImport_ImportModule("fractions");
    }
    return fraction == NULL ? -1 : 0;
}

static PyModuleDef_Slot spam_slots[] = {
    {Py_mod_exec, spam_exec},
#if PY_VERSION_HEX >= 0x030C0000
    {Py_mod_multiple_interpreters, Py_MOD_MULTIPLE_INTERPRETERS_SUPPORTED},
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
