/* The look-up stands in a function-like macro. */
#include <Python.h>

typedef struct { int answer; } spam_state;

static PyModuleDef module;

#define FIND(def) PyState_FindModule(&(def)) //~ INIT009
#define STATE_OF(def) ((spam_state *)PyModule_GetState(FIND(def)))

static PyObject *
one(PyObject *self, PyObject *arg)
{
    return PyLong_FromLong(STATE_OF(module)->answer);
}

static PyObject *
two(PyObject *self, PyObject *arg)
{
    return PyLong_FromLong(STATE_OF(module)->answer + 1);
}

static PyMethodDef methods[] = {{"one", one, METH_O, NULL}, {"two", two, METH_O, NULL}, {NULL, NULL, 0, NULL}};
static PyModuleDef module = {PyModuleDef_HEAD_INIT, "by_macro_with_arguments", NULL, sizeof(spam_state), methods};

PyMODINIT_FUNC
PyInit_by_macro_with_arguments(void) //~ INIT001
{
    return PyModule_Create(&module);
}
