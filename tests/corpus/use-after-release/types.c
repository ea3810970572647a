/* What a test of the type says of what a call made. */
#include <Python.h>

static PyObject *
as_bytes(PyObject *format)
{
    PyObject *kept = NULL;
    if (PyUnicode_Check(format)) {
        kept = format = PyUnicode_AsASCIIString(format);
        if (format == NULL) {
            return NULL;
        }
    }
    if (!PyBytes_Check(format)) {
        Py_XDECREF(kept);
        PyErr_Format(PyExc_TypeError, "not %.200s", Py_TYPE(format)->tp_name);
        return NULL;
    }
    return kept == NULL ? Py_NewRef(format) : format;
}

static PyObject *
as_number(PyObject *format)
{
    PyObject *made = PyObject_CallNoArgs(format);
    if (made == NULL) {
        return NULL;
    }
    if (!PyLong_Check(made)) {
        Py_DECREF(made);
        PyErr_Format(PyExc_TypeError, "not %.200s", Py_TYPE(made)->tp_name); //~ REF005
        return NULL;
    }
    return made;
}

/* The empty bytes are never freed. */
static int
ends_empty(PyObject *self)
{
    PyObject *empty = PyBytes_FromStringAndSize(NULL, 0);
    if (empty == NULL) {
        return -1;
    }
    Py_DECREF(empty);
    return PyObject_SetAttrString(self, "end", empty);
}

static int
ends_full(PyObject *self, Py_ssize_t n)
{
    PyObject *full = PyBytes_FromStringAndSize(NULL, n);
    if (full == NULL) {
        return -1;
    }
    Py_DECREF(full);
    return PyObject_SetAttrString(self, "end", full); //~ REF005
}
