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

static int traverse(PyObject *m, visitproc visit, void *arg) { Py_VISIT(((spam_state *)PyModule_GetState(m))->error); return 0; }
static int clear(PyObject *m) { Py_CLEAR(((spam_state *)PyModule_GetState(m))->error); return 0; }
static void release(void *m) { clear((PyObject *)m); }

static PySlot slots[] = { //~ INIT005
    {.sl_id = Py_mod_abi, .sl_ptr = &abi_info},
    {.sl_id = Py_mod_state_size, .sl_size = sizeof(spam_state)},
    {.sl_id = Py_mod_exec, .sl_func = (_Py_funcptr_t)spam_exec},
    {.sl_id = Py_mod_state_traverse, .sl_func = (_Py_funcptr_t)traverse},
    {.sl_id = Py_mod_state_clear, .sl_func = (_Py_funcptr_t)clear},
    {.sl_id = Py_mod_state_free, .sl_func = (_Py_funcptr_t)release},
    PySlot_END
};

PyMODEXPORT_FUNC PyModExport_exported_slots_whole(void) { return slots; }
