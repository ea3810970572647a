/* The module that says it needs no GIL: what other modules and dead branches say is not its own. */
#include <Python.h>
#include <stdatomic.h>

static int counter; //~ ISO020
static int set_once; //~ ISO020
static _Atomic int atomic_counter;
static int at_start = 3; //~ ISO022

static PyObject *
next(PyObject *self, PyObject *unused)
{
    if (!set_once)
        set_once = 1;
    atomic_fetch_add(&atomic_counter, 1);
    return PyLong_FromLong(at_start);
}

static PyMethodDef methods[] = {{"next", next, METH_NOARGS, NULL}, {NULL}};
static PyModuleDef_Slot slots[] = {
#if PY_VERSION_HEX >= 0x030D0000
    {Py_mod_gil, Py_MOD_GIL_NOT_USED}, //~ FT006
#endif
    {0, NULL},
};
static PyModuleDef def = {PyModuleDef_HEAD_INIT, "one", NULL, 0, methods, slots}; //~ INIT005
PyMODINIT_FUNC PyInit_one(void) { counter = 1; return PyModuleDef_Init(&def); } //~ INIT013
