/* A buffer keeps it from moving, the pointer is taken behind the call, or bytes cannot change. */
#include <Python.h>
#include <string.h>

static PyObject *
find(const char *text, Py_ssize_t length, PyObject *wanted)
{
    Py_buffer view;
    if (PyObject_GetBuffer(wanted, &view, PyBUF_SIMPLE) < 0) {
        return NULL;
    }
    const char *found = memchr(text, *(char *)view.buf, length);
    PyBuffer_Release(&view);
    return PyLong_FromSsize_t(found == NULL ? -1 : found - text);
}

static PyObject *
bytearray_find(PyObject *self, PyObject *wanted)
{
    Py_buffer own;
    if (PyObject_GetBuffer(self, &own, PyBUF_SIMPLE) < 0) {
        return NULL;
    }
    PyObject *result = find(PyByteArray_AS_STRING(self), PyByteArray_GET_SIZE(self), wanted);
    PyBuffer_Release(&own);
    return result;
}

static PyObject *
bytes_find(PyObject *self, PyObject *wanted)
{
    return find(PyBytes_AS_STRING(self), PyBytes_GET_SIZE(self), wanted);
}

static int
bytearray_set(PyObject *self, PyObject *index)
{
    Py_ssize_t at = PyNumber_AsSsize_t(index, PyExc_IndexError);
    if (at == -1 && PyErr_Occurred()) {
        return -1;
    }
    char *storage = PyByteArray_AS_STRING(self);
    storage[at] = 0;
    return 0;
}
