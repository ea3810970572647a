/* The storage of a bytearray moves when Python code changes its size. */
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
    return find(PyByteArray_AS_STRING(self), PyByteArray_GET_SIZE(self), wanted); //~ REF003
}

static int
bytearray_set(PyObject *self, PyObject *index)
{
    char *storage = PyByteArray_AS_STRING(self);
    Py_ssize_t at = PyNumber_AsSsize_t(index, PyExc_IndexError);
    if (at == -1 && PyErr_Occurred()) {
        return -1;
    }
    storage[at] = 0; //~ REF003
    return 0;
}
