/* Positional: m_size is the fourth field, the hooks are the last three. */
#include <Python.h>

typedef struct { PyObject *error; PyTypeObject *type; } spam_state;

static int
traverse(PyObject *m, visitproc visit, void *arg)
{
    spam_state *st = PyModule_GetState(m);
    Py_VISIT(st->error);
    return 0;
}

static int
clear(PyObject *m)
{
    spam_state *st = PyModule_GetState(m);
    Py_CLEAR(st->error);
    Py_CLEAR(st->type);
    return 0;
}

static void release(void *m) { clear((PyObject *)m); }

static int
spam_exec(PyObject *m)
{
    spam_state *st = PyModule_GetState(m);
    st->error = PyErr_NewException("m.E", NULL, NULL);
    st->type = (PyTypeObject *)PyType_FromModuleAndSpec(m, NULL, NULL);
    return 0;
}

static PyModuleDef_Slot slots[] = {{Py_mod_exec, spam_exec}, {0, NULL}};
static PyModuleDef def = { //~ INIT003 INIT005
    PyModuleDef_HEAD_INIT, "positional", NULL, sizeof(spam_state), NULL, slots, traverse, clear, release,
};

PyMODINIT_FUNC PyInit_positional(void) { return PyModuleDef_Init(&def); }
