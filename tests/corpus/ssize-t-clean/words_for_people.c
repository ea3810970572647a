/* What stands behind `:` or `;` is no format. */
#include <Python.h>

int
length(PyObject *args, PyObject **out)
{
    return PyArg_ParseTuple(args, "O:a #name", out) && PyArg_ParseTuple(args, "O;use an object, not #1", out)
           && PyArg_ParseTuple(args, "O|_buffer", out);
}
