/* What CPUs forgive and WebAssembly does not: one note a file. */
#include <Python.h>

static PyObject *first(PyObject *self) { Py_RETURN_NONE; } //~ CALL002
static PyObject *second(PyObject *self) { Py_RETURN_NONE; }
static PyObject *third(void) { Py_RETURN_NONE; }
static PyObject *unread(PyObject *self, PyObject *args, PyObject *kwargs) { (void)kwargs; return Py_NewRef(args); }
static PyObject *get(PyObject *self) { Py_RETURN_NONE; }
static int set(PyObject *self, PyObject *value) { return 0; }

static PyMethodDef methods[] = {
    {"first", (PyCFunction)first, METH_NOARGS, NULL},
    {"second", (PyCFunction)second, METH_NOARGS | METH_STATIC, NULL},
    {"third", (PyCFunction)third, METH_NOARGS, NULL},
    {"unread", (PyCFunction)unread, METH_VARARGS, NULL},
    {NULL}
};
static PyGetSetDef properties[] = {
    {"x", (getter)get, (setter)set, NULL, NULL},
    {NULL}
};
