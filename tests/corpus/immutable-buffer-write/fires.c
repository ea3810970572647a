#include <Python.h>

static PyObject *
mask(PyObject *self, PyObject *data)
{
    char *bytes = PyBytes_AsString(data);
    if (bytes == NULL) {
        return NULL;
    }
    bytes[0] = 0; //~ MUT013
    Py_RETURN_NONE;
}

static PyObject *
mask_at_once(PyObject *self, PyObject *data)
{
    PyBytes_AS_STRING(data)[0] = 0; //~ MUT013
    memset(PyUnicode_DATA(data), 0, 1); //~ MUT013
    Py_RETURN_NONE;
}

static PyObject *
mask_out(PyObject *self, PyObject *args)
{
    PyObject *data;
    char *bytes, *p;
    Py_ssize_t size;
    if (!PyArg_ParseTuple(args, "S", &data) || PyBytes_AsStringAndSize(data, &bytes, &size) < 0) {
        return NULL;
    }
    *bytes++ = 'x'; //~ MUT013
    Py_RETURN_NONE;
}

static PyObject *
replace(PyObject *self, PyObject *tuple)
{
    PyTuple_SET_ITEM(tuple, 0, Py_NewRef(self)); //~ MUT013
    Py_RETURN_NONE;
}

PyMethodDef methods[] = {
    {"mask", mask, METH_O, NULL},
    {"mask_at_once", mask_at_once, METH_O, NULL},
    {"mask_out", mask_out, METH_VARARGS, NULL},
    {"replace", replace, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};
