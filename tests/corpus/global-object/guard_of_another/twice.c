#include <Python.h>

/* The guard of the other module says nothing of this one. */
static PyObject *twice_cache; //~ ISO010

static int
twice_exec(PyObject *module)
{
    twice_cache = PyDict_New();
    return twice_cache == NULL ? -1 : 0;
}

static PyModuleDef_Slot twice_slots[] = {
    {Py_mod_exec, twice_exec},
    {0, NULL},
};
static struct PyModuleDef twice_def = {PyModuleDef_HEAD_INIT, "twice", NULL, 0, NULL, twice_slots}; //~ INIT005

PyMODINIT_FUNC
PyInit_twice(void)
{
    return PyModuleDef_Init(&twice_def);
}
