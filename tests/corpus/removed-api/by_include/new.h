static Py_ssize_t
size_of(PyObject *text)
{
    return PyUnicode_GetSize(text); //~ ABI005
}
