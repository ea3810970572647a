#include "locks.h"

static std::mutex mutex; //~ ISO023
static Holder holder;
static long counter; //~ ISO020
static std::unique_lock<std::mutex> take() { return std::unique_lock<std::mutex>(mutex); }

static PyObject *
run(PyObject *, PyObject *)
{
    vendor::lock guard(mutex);
    counter++;
    Py_RETURN_NONE;
}

static PyMethodDef methods[] = {{"run", run, METH_NOARGS}, {NULL}};
static PyModuleDef_Slot slots[] = {{Py_mod_gil, Py_MOD_GIL_NOT_USED}, {0, NULL}};
static PyModuleDef def = {PyModuleDef_HEAD_INIT, "vendor", NULL, 0, methods, slots}; //~ INIT005
PyMODINIT_FUNC PyInit_vendor(void) { return PyModuleDef_Init(&def); }
