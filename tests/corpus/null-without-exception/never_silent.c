// Tests that never hold: sizes are not negative, and what was parsed is there.
#include <Python.h>

static PyObject *make(const char *text) { return PyUnicode_FromString(text); }

static PyObject *half(PyObject *self, PyObject *Py_UNUSED(ignored)) {
    Py_ssize_t count = PyList_GET_SIZE(self);
    if (count < 0) {
        return NULL;
    }
    return PyLong_FromSsize_t(count / 2);
}

static PyObject *named(PyObject *self, PyObject *args) {
    const char *name = NULL;
    PyObject *result = NULL;
    if (!PyArg_ParseTuple(args, "s", &name)) {
        return NULL;
    }
    if (name) {
        result = make(name);
        if (!result) {
            return NULL;
        }
    }
    return result;
}

static PyMethodDef methods[] = {
    {"half", half, METH_NOARGS, NULL},
    {"named", named, METH_VARARGS, NULL},
    {NULL, NULL, 0, NULL},
};
