/* No state at all: m_size is left out, so 0. */
#include <Python.h>

typedef struct { int n; } spam_state;

static PyObject *
spam(PyObject *self, PyObject *arg)
{
    spam_state *st = (spam_state *)PyModule_GetState(self);
    return PyLong_FromLong(st->n); //~ INIT004
}

static PyObject *
eggs(PyObject *self, PyObject *arg)
{
    spam_state *st = (spam_state *)PyModule_GetState(self);
    if (st == NULL) {
        return NULL;
    }
    return PyLong_FromLong(st->n);
}

static PyMethodDef methods[] = {{"spam", spam, METH_O, NULL}, {"eggs", eggs, METH_O, NULL}, {NULL, NULL, 0, NULL}};
static PyModuleDef_Slot slots[] = {{0, NULL}};
static PyModuleDef module = {PyModuleDef_HEAD_INIT, "positional", NULL, 0, methods, slots}; //~ INIT005

PyMODINIT_FUNC PyInit_positional(void) { return PyModuleDef_Init(&module); }
