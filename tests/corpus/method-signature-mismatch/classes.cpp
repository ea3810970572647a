// Static members, reinterpret_cast, overloads, lambdas.
#include <Python.h>

struct Box {
    static PyObject *good(PyObject *self, PyObject *args);
    static PyObject *bad(PyObject *self, PyObject *args, PyObject *kwargs);
    static bool truth(PyObject *self) { return true; }
};

PyObject *Box::good(PyObject *self, PyObject *args) { return Py_NewRef(args); }
PyObject *Box::bad(PyObject *self, PyObject *args, PyObject *kwargs) { return PyTuple_Pack(2, args, kwargs); }

static PyObject *overloaded(PyObject *self, PyObject *args) { return Py_NewRef(args); }
static PyObject *overloaded(PyObject *self, PyObject *args, PyObject *kwargs) { return PyTuple_Pack(2, args, kwargs); }

static PyMethodDef methods[] = {
    {"good", Box::good, METH_VARARGS, nullptr},
    {"bad", reinterpret_cast<PyCFunction>(&Box::bad), METH_VARARGS, nullptr}, //~ CALL002
    {"overloaded", overloaded, METH_VARARGS, nullptr},
    {"lambda", [](PyObject *self, PyObject *args) -> PyObject * { return args; }, METH_VARARGS, nullptr},
    {nullptr, nullptr, 0, nullptr}
};
static PyNumberMethods number = {.nb_bool = reinterpret_cast<inquiry>(Box::truth)};
