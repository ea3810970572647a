/* The state of a module that exports its slots. */
#include <Python.h>

typedef struct { PyObject *error; } spam_state;

PyABIInfo_VAR(abi_info);

static int
spam_exec(PyObject *m)
{
    spam_state *st = PyModule_GetState(m);
    st->error = PyErr_NewException("m.E", NULL, NULL);
    return 0;
}

static PySlot slots[] = { //~ INIT003 INIT005
    PySlot_STATIC_DATA(Py_mod_abi, &abi_info),
    PySlot_SIZE(Py_mod_state_size, sizeof(spam_state)),
    PySlot_FUNC(Py_mod_exec, spam_exec),
    PySlot_END
};

PyMODEXPORT_FUNC PyModExport_exported_slots(void) { return slots; }
