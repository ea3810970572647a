#include <Python.h>

typedef struct { int dict; int type; int func; int code; int wrong; } State;

static void
note(PyObject *dict)
{
    PyDict_SetItemString(dict, "changed", Py_True); //~ MUT010
}

/* By way of a helper. */
static int
on_dict(PyDict_WatchEvent event, PyObject *dict, PyObject *key, PyObject *value)
{
    note(dict);
    return 0;
}

static int
on_type(PyTypeObject *type)
{
    return PyRun_SimpleString("print('changed')"); //~ MUT010
}

/* Replaces what is watched. */
static int
on_func(PyFunction_WatchEvent event, PyFunctionObject *func, PyObject *value)
{
    if (event == PyFunction_EVENT_CREATE) {
        func->func_globals = PyDict_New(); //~ MUT001 MUT010
    }
    return 0;
}

static int
on_code(PyCodeEvent event, PyCodeObject *code)
{
    PyErr_SetString(PyExc_RuntimeError, "no code, please");
    return 0; //~ MUT010
}

static int
refuse(PyDict_WatchEvent event, PyObject *dict, PyObject *key, PyObject *value)
{
    return -1; //~ MUT010
}

int
start(State *state)
{
    state->dict = PyDict_AddWatcher(on_dict);
    state->type = PyType_AddWatcher(on_type);
    state->func = PyFunction_AddWatcher(on_func);
    state->code = PyCode_AddWatcher(on_code);
    state->wrong = PyDict_AddWatcher(refuse);
    return 0;
}

void
stop(State *state)
{
    PyDict_ClearWatcher(state->dict);
    PyType_ClearWatcher(state->type);
    PyFunction_ClearWatcher(state->func);
    PyCode_ClearWatcher(state->code);
    PyDict_ClearWatcher(state->wrong);
}
