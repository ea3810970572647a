// A pointer that only ever comes out of a capsule is the same in each interpreter: a note, although a function that runs
// later may fill it. One that a function fills with something else as well is state like any other.
#include <Python.h>

static void **Other_API; //~ ISO020
static PyDateTime_CAPI *dates; //~ ISO020
static void *chosen; //~ ISO020

static PyObject *
days(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(args))
{
    if (dates == NULL) {
        dates = PyCapsule_Import("datetime.datetime_CAPI", 0);
    }
    return PyLong_FromLong(((int (*)(void))Other_API[0])());
}

static PyObject *
choose(PyObject *Py_UNUSED(module), PyObject *arg)
{
    if (PyCapsule_CheckExact(arg)) {
        chosen = PyCapsule_GetPointer(arg, NULL);
    }
    else {
        chosen = PyLong_AsVoidPtr(arg);
    }
    Py_RETURN_NONE;
}

static int
module_exec(PyObject *module)
{
    PyObject *capsule = PyObject_GetAttrString(module, "_C_API");
    Other_API = (void **)PyCapsule_GetPointer(capsule, NULL);
    Py_DECREF(capsule);
    return 0;
}

static PyMethodDef methods[] = {
    {"days", days, METH_NOARGS, NULL},
    {"choose", choose, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};

static PyModuleDef_Slot slots[] = {{Py_mod_exec, module_exec}, {0, NULL}};

static struct PyModuleDef definition = { //~ INIT005
    PyModuleDef_HEAD_INIT, "handles", NULL, 0, methods, slots,
};

PyMODINIT_FUNC
PyInit_handles(void)
{
    return PyModuleDef_Init(&definition);
}
