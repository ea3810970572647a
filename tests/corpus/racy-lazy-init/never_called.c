/* Nothing calls the function: a note. */
#include <Python.h>

static PyObject *
make_globals(void)
{
    static PyObject *globals; //~ ISO016
    if (!globals)
        globals = PyDict_New(); //~ FT007
    return globals;
}

static PyObject *
called(PyObject *module, PyObject *unused)
{
    static PyObject *cache; //~ ISO016
    if (!cache)
        cache = PyDict_New(); //~ FT007
    return Py_NewRef(cache);
}

static PyMethodDef methods[] = {{"called", called, METH_NOARGS, NULL}, {NULL, NULL, 0, NULL}};
static PyModuleDef spam_module = {PyModuleDef_HEAD_INIT, .m_name = "spam", .m_methods = methods}; //~ INIT005

PyMODINIT_FUNC
PyInit_spam(void)
{
    return PyModuleDef_Init(&spam_module);
}
