static Py_ssize_t
size_of(PyObject *text)
{
    return PyUnicode_GET_SIZE(text);
}
