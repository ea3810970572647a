static Py_ssize_t
old_size_of(PyObject *text)
{
    return PyUnicode_GET_SIZE(text);
}
