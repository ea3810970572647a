// std::fmod is not the function of a header that nothing includes.
#include <Python.h>
#include <cmath>

static PyObject *rest(PyObject *, PyObject *value)
{
    return PyFloat_FromDouble(std::fmod(PyFloat_AsDouble(value), 2));
}

static PyMethodDef rest_methods[] = {{"rest", rest, METH_O, nullptr}, {nullptr, nullptr, 0, nullptr}};
static PyModuleDef_Slot rest_slots[] = {
    {Py_mod_multiple_interpreters, Py_MOD_PER_INTERPRETER_GIL_SUPPORTED},
    {Py_mod_gil, Py_MOD_GIL_NOT_USED},
    {0, nullptr},
};
static PyModuleDef rest_module = {PyModuleDef_HEAD_INIT, "rest", nullptr, 0, rest_methods, rest_slots};
PyMODINIT_FUNC PyInit_rest() { return PyModuleDef_Init(&rest_module); }
