#include <Python.h>

static struct PyModuleDef spam_module = {PyModuleDef_HEAD_INIT, .m_name = "spam"}; //~ INIT005
static struct PyModuleDef eggs_module = {PyModuleDef_HEAD_INIT, .m_name = "eggs"};

static PyObject *
second(int flags, PyObject *object)
{
    return flags ? object : NULL;
}

static PyObject *
first(PyObject *object)
{
    return second(1, object);
}

PyMODINIT_FUNC
PyInit_spam(void) //~ INIT011
{
    return first(PyModuleDef_Init(&spam_module));
}

PyMODINIT_FUNC
PyInit_eggs(void) //~ INIT001
{
    PyObject *module = PyModule_Create(&eggs_module);
    return second(1, module);
}
