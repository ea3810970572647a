#include <Python.h>

static PyObject *
length(PyObject *self, PyObject *args)
{
    const char *text;
    int size;
    if (!PyArg_ParseTuple(args, "s#:length", &text, &size)) { //~ ABI016
        return NULL;
    }
    return Py_BuildValue("y#", text, size);
}

static int
wide(PyObject *args, void **out)
{
    return PyArg_ParseTuple(args, "u", out); //~ ABI016
}

void *keep[] = {length, wide};
