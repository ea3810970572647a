#include <Python.h>

static PyObject *cache; //~ ISO010

static int
spam_exec(PyObject *module)
{
    static int have_library;
    if (!have_library) {
        PyErr_SetString(PyExc_ImportError, "no library");
        return -1;
    }
    cache = PyDict_New();
    return cache == NULL ? -1 : 0;
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
