#include <Python.h>

typedef struct {
    PyObject *hook;
    PyObject *other;
} spam_state;

static struct PyModuleDef spam_module;

#define spam_global ((spam_state *)PyModule_GetState(PyState_FindModule(&spam_module))) //~ INIT009

static PyObject *
hook(PyObject *self, PyObject *ignored)
{
    if (spam_global->hook == NULL) {
        Py_RETURN_NONE;
    }
    return Py_NewRef(spam_global->hook);
}

static PyObject *
other(PyObject *self, PyObject *ignored)
{
    PyObject *module = PyState_FindModule(&spam_module);
    if (module == NULL) {
        return NULL;
    }
    return Py_XNewRef(spam_global->other);
}

static PyMethodDef spam_methods[] = {
    {"hook", hook, METH_NOARGS},
    {"other", other, METH_NOARGS},
    {NULL},
};

static int
spam_traverse(PyObject *module, visitproc visit, void *arg)
{
    spam_state *state = PyModule_GetState(module);
    Py_VISIT(state->hook);
    Py_VISIT(state->other);
    return 0;
}

static int
spam_clear(PyObject *module)
{
    spam_state *state = PyModule_GetState(module);
    Py_CLEAR(state->hook);
    Py_CLEAR(state->other);
    return 0;
}

static void
spam_free(void *module)
{
    spam_clear((PyObject *)module);
}

static struct PyModuleDef spam_module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "by_macro",
    .m_size = sizeof(spam_state),
    .m_methods = spam_methods,
    .m_traverse = spam_traverse,
    .m_clear = spam_clear,
    .m_free = spam_free,
};

PyMODINIT_FUNC
PyInit_by_macro(void) //~ INIT001
{
    return PyModule_Create(&spam_module);
}
