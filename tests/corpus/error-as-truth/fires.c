/* -1 taken for a yes. */
#include <Python.h>
#include <stdbool.h>

#define unlikely(x) __builtin_expect(!!(x), 0)

static PyObject *
tests(PyObject *self, PyObject *args)
{
    PyObject *found = NULL;
    if (PyObject_IsTrue(args)) { //~ CALL003
        found = args;
    }
    if (!PyDict_Contains(self, args)) { //~ CALL003
        found = self;
    }
    if (found != NULL && PyObject_RichCompareBool(found, args, Py_EQ)) { //~ CALL003
        found = NULL;
    }
    while (PySequence_Contains(args, self)) { //~ CALL003
        args = self;
    }
    if (unlikely(PyObject_IsInstance(self, args))) { //~ CALL003
        found = self;
    }
    return PyBool_FromLong(PyObject_Not(self) ? 1 : 0); //~ CALL003
}

static PyObject *
variables(PyObject *self, PyObject *args)
{
    int contains = PySet_Contains(self, args); //~ CALL003
    bool yes = PyObject_IsTrue(args); //~ CALL003
    int negated;
    negated = !PyObject_IsTrue(self); //~ CALL003
    if (contains) {
        negated = 2;
    }
    return PyLong_FromLong(negated + yes);
}

/* Calculated with before anybody looked. */
static Py_hash_t
pair_hash(PyObject *first, PyObject *second)
{
    Py_hash_t hash = PyObject_Hash(first) * 31; //~ CALL003
    hash ^= PyObject_Hash(second); //~ CALL003
    return hash == -1 ? -2 : hash;
}
