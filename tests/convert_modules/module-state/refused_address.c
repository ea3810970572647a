/* A callback of the C library has no way to the module, and what is borrowed is not the module's own. */
#include <Python.h>
#include <stdlib.h>

static PyObject *compare;
static PyObject *borrowed;

static int
less(const void *a, const void *b)
{
    PyObject *result = PyObject_CallNoArgs(compare);
    Py_XDECREF(result);
    return 0;
}

static PyObject *
sort(PyObject *module, PyObject *function)
{
    int numbers[] = {2, 1};
    Py_XSETREF(compare, Py_NewRef(function));
    borrowed = function;
    qsort(numbers, 2, sizeof(int), less);
    Py_RETURN_NONE;
}

static PyMethodDef methods[] = {{"sort", sort, METH_O, NULL}, {NULL, NULL, 0, NULL}};

static int
fill(PyObject *module)
{
    return PyModule_AddIntConstant(module, "answer", 42);
}

static PyModuleDef_Slot slots[] = {{Py_mod_exec, fill}, {0, NULL}};

static struct PyModuleDef def = {PyModuleDef_HEAD_INIT, "refused_address", NULL, 0, methods, slots};

PyMODINIT_FUNC
PyInit_refused_address(void)
{
    return PyModuleDef_Init(&def);
}
