static PyObject *
left(PyObject *module, PyObject *const *args, Py_ssize_t n)
{
    if (!_PyArg_CheckPositional("left", n, 2, 2)) {
        return NULL;
    }
    return PyLong_FromLong(0);
}

static PyMethodDef bisect_methods[] = {
    {"left", (PyCFunction)(void (*)(void))left, METH_FASTCALL, NULL},
    {NULL},
};
