/* A local that only ever holds the address of a variable with static storage has nothing that could leak. */
#include <Python.h>

static PyTypeObject Spam_Type; //~ ISO001

static int
addresses_exec(PyObject *module)
{
    PyObject *type = (PyObject *)&PyByteArray_Type;
    Py_INCREF(type);
    PyModule_AddObject(module, "binary", type); //~ ABI006
    type = (PyObject *)&Spam_Type;
    Py_INCREF(type);
    PyModule_AddObject(module, "Spam", type);
    PyObject *either = (PyObject *)&PyByteArray_Type;
    if (module != NULL) {
        either = PyList_New(0);
    }
    PyModule_AddObject(module, "either", either);
    PyObject *fresh = PyList_New(0);
    PyModule_AddObject(module, "fresh", fresh); //~ INIT016
    return 0;
}

static PyModuleDef_Slot addresses_slots[] = {
    {Py_mod_exec, addresses_exec},
    {0, NULL},
};

static PyModuleDef addresses_module = { //~ INIT005
    PyModuleDef_HEAD_INIT,
    .m_name = "addresses",
    .m_slots = addresses_slots,
};

PyMODINIT_FUNC
PyInit_addresses(void)
{
    return PyModuleDef_Init(&addresses_module);
}
