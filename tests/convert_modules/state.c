/* A module with a state of its own, and a definition inside of the function. */
#include <Python.h>

typedef struct {
    PyObject *error;
} state;

static PyObject *
fail(PyObject *self, PyObject *args)
{
    state *st = PyModule_GetState(self);
    PyErr_SetNone(st->error);
    return NULL;
}

static PyMethodDef methods[] = {{"fail", fail, METH_NOARGS, NULL}, {NULL, NULL, 0, NULL}};

static int
traverse(PyObject *self, visitproc visit, void *arg)
{
    state *st = PyModule_GetState(self);
    Py_VISIT(st->error);
    return 0;
}

static int
clear(PyObject *self)
{
    state *st = PyModule_GetState(self);
    Py_CLEAR(st->error);
    return 0;
}

PyMODINIT_FUNC
PyInit_state(void)
{
    static struct PyModuleDef moduledef = {
        PyModuleDef_HEAD_INIT,
        "state",
        NULL,
        sizeof(state),
        methods,
        NULL,
        traverse,
        clear,
        NULL
    };
    PyObject *m;

    m = PyModule_Create(&moduledef);
    if (m == NULL)
        return NULL;
    state *st = PyModule_GetState(m);
    st->error = PyErr_NewException("state.Error", NULL, NULL);
    if (st->error == NULL || PyModule_AddObjectRef(m, "Error", st->error) < 0) {
        Py_DECREF(m);
        return NULL;
    }
    return m;
}
