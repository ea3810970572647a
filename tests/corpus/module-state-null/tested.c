#include <Python.h>

typedef struct {
    int count;
} spam_state;

static PyObject *
spam_count(PyObject *module, PyObject *ignored)
{
    spam_state *state = PyModule_GetState(module);
    if (state == NULL) {
        Py_RETURN_NONE;
    }
    return PyLong_FromLong(state->count);
}

static PyMethodDef spam_methods[] = {
    {"count", spam_count, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static PyModuleDef spam_module = { //~ INIT005
    PyModuleDef_HEAD_INIT,
    .m_name = "spam",
    .m_size = 0,
    .m_methods = spam_methods,
};

PyMODINIT_FUNC
PyInit_spam(void)
{
    return PyModuleDef_Init(&spam_module);
}
