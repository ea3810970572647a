#include <Python.h>

static PyObject *once_cache; //~ ISO010
static int once_loaded; //~ ISO020

static int
once_exec(PyObject *module)
{
    if (once_loaded) {
        PyErr_SetString(PyExc_ImportError, "once only");
        return -1;
    }
    once_loaded = 1;
    once_cache = PyDict_New();
    return once_cache == NULL ? -1 : 0;
}

static PyModuleDef_Slot once_slots[] = {
    {Py_mod_exec, once_exec},
    {0, NULL},
};
static struct PyModuleDef once_def = {PyModuleDef_HEAD_INIT, "once", NULL, 0, NULL, once_slots}; //~ INIT005

PyMODINIT_FUNC
PyInit_once(void)
{
    return PyModuleDef_Init(&once_def);
}
