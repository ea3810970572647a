#include <Python.h>
void lib_set(int);
int one(int);
int two(int);

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(args))
{
    lib_set(one(two(2)));
    Py_RETURN_NONE;
}

static PyMethodDef methods[] = {{"run", run, METH_NOARGS, NULL}, {NULL}};
static struct PyModuleDef spam_module = {PyModuleDef_HEAD_INIT, .m_name = "spam", .m_methods = methods}; //~ INIT005

PyMODINIT_FUNC
PyInit_spam(void)
{
    return PyModuleDef_Init(&spam_module);
}
