#include <Python.h>

typedef struct {
    PyObject *cache;
    PyObject *names;
} spam_state;

static int
spam_exec(PyObject *module)
{
    spam_state *state = PyModule_GetState(module);
    Py_XSETREF(state->cache, PyObject_GetItem(module, Py_None));
    PyObject *names = PySequence_List(PyModule_GetDict(module));
    state->names = names;
    return state->names == NULL ? -1 : 0;
}

static PyModuleDef_Slot spam_slots[] = {
    {Py_mod_exec, spam_exec},
    {0, NULL},
};

static PyModuleDef spam_module = { //~ INIT003 INIT005
    PyModuleDef_HEAD_INIT,
    .m_name = "spam",
    .m_size = sizeof(spam_state),
    .m_slots = spam_slots,
};

PyMODINIT_FUNC
PyInit_spam(void)
{
    return PyModuleDef_Init(&spam_module);
}
