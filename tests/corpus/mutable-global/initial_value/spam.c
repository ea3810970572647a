#include <Python.h>

int spam_length(int value);
int spam_width(int value);

static PyObject *
spam_get(PyObject *module, PyObject *unused)
{
    return PyLong_FromLong(spam_length(2) + spam_width(2));
}

static PyMethodDef spam_methods[] = {{"get", spam_get, METH_NOARGS, NULL}, {NULL}};
static struct PyModuleDef spam_module = {PyModuleDef_HEAD_INIT, .m_name = "spam", .m_methods = spam_methods}; //~ INIT005

PyMODINIT_FUNC
PyInit_spam(void)
{
    return PyModuleDef_Init(&spam_module);
}
