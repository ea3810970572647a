/* Tables and names that CPython's own API takes, and variables that nothing writes. */
#include <Python.h>

static _PyArg_Parser parser = {.format = "O"}; //~ ABI004
_Py_IDENTIFIER(close); //~ ABI004
static struct PyModuleDef *definition;
static PyObject *dead;
static PyTypeObject *const kinds[] = {&PyLong_Type, &PyFloat_Type};
static struct { const char *name; PyTypeObject *type; } const table[] = {{"int", &PyLong_Type}};
static PyObject **exceptions[] = {&PyExc_ValueError, NULL}; //~ ISO022

PyObject *
spam(PyObject *self, PyObject *args)
{
    PyObject *value;
    definition = PyModule_GetDef(self);
    if (!_PyArg_ParseTupleFast(args, &parser, &value)) {
        return dead;
    }
    return Py_NewRef((PyObject *)(definition && table[0].type == kinds[0] ? kinds[1] : *exceptions[0]));
}
