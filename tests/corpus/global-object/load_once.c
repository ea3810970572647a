/* A module that refuses to be loaded twice keeps its globals: notes remain. */
#include <Python.h>

static int loaded = 0; //~ ISO020
static PyObject *cache; //~ ISO010

static int
spam_exec(PyObject *module)
{
    if (loaded) {
        PyErr_SetString(PyExc_ImportError, "cannot load module more than once per process");
        return -1;
    }
    loaded = 1;
    cache = PyDict_New();
    return PyModule_AddObjectRef(module, "cache", cache);
}

static PyModuleDef_Slot spam_slots[] = {
    {Py_mod_exec, spam_exec},
    {0, NULL},
};

PyModuleDef_Slot *use = spam_slots;
