/* What a module leaks where it is made: once. */
#include <Python.h>

static int
fill(PyObject *module)
{
    PyObject *names = PyList_New(0);
    if (names == NULL) {
        return -1;
    }
    if (PyObject_IsTrue(module) < 0) {
        return -1; //~ REF002
    }
    return PyModule_Add(module, "names", names);
}

static PyModuleDef_Slot slots[] = {
    {Py_mod_exec, fill},
    {0, NULL},
};

static struct PyModuleDef definition = { //~ INIT005
    PyModuleDef_HEAD_INIT,
    .m_name = "once",
    .m_slots = slots,
};

PyMODINIT_FUNC
PyInit_once(void)
{
    return PyModuleDef_Init(&definition);
}
