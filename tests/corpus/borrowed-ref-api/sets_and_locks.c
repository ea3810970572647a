#include <Python.h>

typedef struct {
    PyObject_HEAD
    PyObject *cache;
    PyThread_type_lock lock;
} Box;

/* A set is no sequence: the list is a new one. */
static PyObject *
box_smallest(PyObject *self, PyObject *args)
{
    PyObject *names, *seq, *first = NULL;
    if (!PyArg_ParseTuple(args, "O", &names)) {
        return NULL;
    }
    seq = PySequence_Fast(names, "a set");
    if (seq != NULL && PySet_GET_SIZE(names) > 0) {
        first = Py_NewRef(PySequence_Fast_GET_ITEM(seq, 0));
    }
    Py_XDECREF(seq);
    return first;
}

/* Whoever only asks whether it is one may have a list as well. */
static PyObject *
box_any(PyObject *self, PyObject *args)
{
    PyObject *names, *seq, *first = NULL;
    if (!PyArg_ParseTuple(args, "O", &names)) {
        return NULL;
    }
    seq = PySequence_Fast(names, "a set or a sequence");
    if (seq != NULL && !PySet_Check(names)) {
        first = Py_NewRef(PySequence_Fast_GET_ITEM(seq, 0)); //~ FT001
    }
    Py_XDECREF(seq);
    return first;
}

/* Behind the critical section another lock is taken, and the entry changes under that alone. */
static PyObject *
box_once(Box *self, PyObject *key)
{
    PyObject *cache, *value;
    Py_BEGIN_CRITICAL_SECTION(self);
    cache = self->cache;
    Py_END_CRITICAL_SECTION();
    Py_BEGIN_ALLOW_THREADS
    PyThread_acquire_lock(self->lock, WAIT_LOCK);
    Py_END_ALLOW_THREADS
    value = Py_XNewRef(PyDict_GetItemWithError(cache, key));
    PyThread_release_lock(self->lock);
    return value;
}

/* Here it was given up before. */
static PyObject *
box_late(Box *self, PyObject *key)
{
    PyObject *cache;
    Py_BEGIN_CRITICAL_SECTION(self);
    cache = self->cache;
    Py_END_CRITICAL_SECTION();
    PyThread_acquire_lock(self->lock, WAIT_LOCK);
    PyThread_release_lock(self->lock);
    return Py_XNewRef(PyDict_GetItemWithError(cache, key)); //~ FT001
}

static PyMethodDef box_methods[] = {
    {"smallest", box_smallest, METH_VARARGS, NULL},
    {"any", box_any, METH_VARARGS, NULL},
    {"once", (PyCFunction)box_once, METH_O, NULL},
    {"late", (PyCFunction)box_late, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};

int
box_add(PyObject *module)
{
    return PyModule_AddFunctions(module, box_methods);
}
