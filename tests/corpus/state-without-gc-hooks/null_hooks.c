/* Hooks that are NULL are none. */
#include <Python.h>

typedef struct { PyObject *error; int n; } spam_state;

static int
spam_exec(PyObject *m)
{
    spam_state *st = PyModule_GetState(m);
    st->error = PyErr_NewException("m.E", NULL, NULL);
    return 0;
}

static PyModuleDef_Slot slots[] = {{Py_mod_exec, spam_exec}, {0, NULL}};


static PyModuleDef def = { //~ INIT003 INIT005
    PyModuleDef_HEAD_INIT,
    .m_name = "null_hooks",
    .m_size = sizeof(spam_state),
    .m_slots = slots,
    .m_traverse = NULL,
    .m_clear = 0,
};

PyMODINIT_FUNC PyInit_null_hooks(void) { return PyModuleDef_Init(&def); }
