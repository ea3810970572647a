// A header whose ending says C, written in C++.
#include "connection.h"

static Connection none; //~ ISO003

static PyObject *f(PyObject *, PyObject *)
{
    touch(&none);
    return PyLong_FromLong(none.GetMaxLength(1));
}

static PyMethodDef methods[] = {{"f", f, METH_NOARGS, nullptr}, {nullptr}};
static PyModuleDef_Slot slots[] = {{0, nullptr}};
static PyModuleDef module = {PyModuleDef_HEAD_INIT, "m", nullptr, 0, methods, slots}; //~ INIT005

PyMODINIT_FUNC PyInit_m(void) { return PyModuleDef_Init(&module); }
