/* Nothing is done but to create the module. */
#include <Python.h>

static PyObject *
two(PyObject *self, PyObject *args)
{
    return PyLong_FromLong(2);
}

static PyMethodDef methods[] = {{"two", two, METH_NOARGS, NULL}, {NULL, NULL, 0, NULL}};

static struct PyModuleDef returned = {
    PyModuleDef_HEAD_INIT,
    "returned",
    NULL,
    -1,
    methods,
    NULL,               /* m_reload */
    NULL,               /* m_traverse */
    NULL,               /* m_clear */
    NULL                /* m_free */
};

PyMODINIT_FUNC
PyInit_returned(void)
{
    return PyModule_Create(&returned);
}
