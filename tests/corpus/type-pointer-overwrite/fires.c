#include <Python.h>

static PyObject *
become(PyObject *self, PyObject *other)
{
    Py_SET_TYPE(other, Py_TYPE(self)); //~ MUT002
    Py_RETURN_NONE;
}

static PyObject *
in_place(PyObject *self, PyObject *args)
{
    PyObject *object;
    PyTypeObject *type;
    if (!PyArg_ParseTuple(args, "OO!", &object, &PyType_Type, &type)) {
        return NULL;
    }
    Py_INCREF(type);
    object->ob_type = type; //~ MUT002
    Py_RETURN_NONE;
}

static PyObject *
by_macro(PyObject *self, PyObject *other)
{
    Py_TYPE(other) = &PyDict_Type; //~ MUT002
    Py_RETURN_NONE;
}

PyMethodDef methods[] = {
    {"become", become, METH_O, NULL},
    {"in_place", in_place, METH_VARARGS, NULL},
    {"by_macro", by_macro, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};
