// A test of a size says on which platforms a call runs.
#include <Python.h>
#include <stdint.h>

static PyObject *seek(PyObject *file, int64_t offset) {
    if (sizeof(long) == 8) {
        return PyObject_CallMethod(file, "seek", "(l)", offset);
    }
    return PyObject_CallMethod(file, "seek", "(L)", offset);
}
