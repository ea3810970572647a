/* setup.py lists the sources: what it leaves out is not built, whatever calls it. */
#include <Python.h>

int core_step(void);
int outsider_step(void);

static PyObject *
spam_count(PyObject *module, PyObject *unused)
{
#ifdef _AIX
    return PyLong_FromLong(outsider_step());
#else
    return PyLong_FromLong(core_step());
#endif
}

static PyMethodDef spam_methods[] = {{"count", spam_count, METH_NOARGS, NULL}, {NULL}};
static struct PyModuleDef spam_module = {PyModuleDef_HEAD_INIT, .m_name = "spam", .m_methods = spam_methods}; //~ INIT005

PyMODINIT_FUNC
PyInit_spam(void)
{
    return PyModuleDef_Init(&spam_module);
}
