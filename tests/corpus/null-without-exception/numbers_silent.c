/* The exception is asked for, or set by somebody. */
#include <Python.h>

static PyObject *
repeated(PyObject *module, PyObject *arg)
{
    long times = PyLong_AsLong(arg);
    if (times == -1 && PyErr_Occurred()) {
        return NULL;
    }
    return PyLong_FromLong(times * 2);
}

static PyObject *
refused(PyObject *module, PyObject *arg)
{
    long times = PyLong_AsLong(arg);
    if (times == -1) {
        PyErr_SetString(PyExc_ValueError, "-1 is not allowed");
        return NULL;
    }
    return PyLong_FromLong(times * 2);
}

static PyObject *
asked(PyObject *module, PyObject *arg)
{
    long times = PyLong_AsLong(arg);
    if (times == -1) {
        if (PyErr_Occurred()) {
            return NULL;
        }
    }
    return PyLong_FromLong(times * 2);
}

typedef struct { PyObject *callable; int used; } Hook;

static Hook *
hook_new(PyObject *callable)
{
    Hook *hook = PyMem_Malloc(sizeof(Hook));
    if (hook == NULL) {
        return NULL;
    }
    hook->callable = Py_NewRef(callable);
    hook->used = 0;
    return hook;
}

static PyObject *
install(PyObject *module, PyObject *callable)
{
    Hook *hook = hook_new(callable);
    if (hook == NULL) {
        return PyErr_NoMemory();
    }
    int used = hook->used;
    Py_DECREF(hook->callable);
    PyMem_Free(hook);
    return PyLong_FromLong(used);
}

static PyMethodDef methods[] = {
    {"repeated", repeated, METH_O, NULL},
    {"refused", refused, METH_O, NULL},
    {"asked", asked, METH_O, NULL},
    {"install", install, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};
