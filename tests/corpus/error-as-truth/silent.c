/* -1 is looked at, cannot come, or ends the function as well. */
#include <Python.h>

static PyTypeObject *Spam_Type;

static PyObject *
compared(PyObject *self, PyObject *args)
{
    int yes = PyObject_IsTrue(args);
    if (yes < 0) {
        return NULL;
    }
    if (yes) {
        return PyLong_FromLong(1);
    }
    if (PySequence_Contains(self, args) == 1 || PyDict_Contains(self, args) > 0) {
        return PyLong_FromLong(2);
    }
    switch (PyObject_IsTrue(self)) {
    case 0:
        return PyLong_FromLong(3);
    case 1:
        return PyLong_FromLong(4);
    }
    return NULL;
}

static PyObject *
asked(PyObject *self, PyObject *args)
{
    if (PyObject_IsTrue(args)) {
        if (PyErr_Occurred()) {
            return NULL;
        }
        return PyLong_FromLong(1);
    }
    return PyLong_FromLong(0);
}

static PyObject *
leaves(PyObject *self, PyObject *args)
{
    if (PyDict_Contains(self, args)) {
        PyErr_SetString(PyExc_KeyError, "twice");
        return NULL;
    }
    if (!PyObject_IsInstance(self, args)) {
        return Py_NewRef(self);
    } else {
        return PyErr_Format(PyExc_TypeError, "no");
    }
}

static PyObject *
plain(PyObject *self, PyObject *args)
{
    if (PyObject_IsInstance(self, (PyObject *)&PyDict_Type) || PyObject_IsInstance(args, (PyObject *)Spam_Type)) {
        return Py_NewRef(self);
    }
    if (PyObject_IsInstance(args, PyExc_ValueError) || PyObject_HasAttrString(args, "x") || PyDict_Check(args)) {
        return Py_NewRef(args);
    }
    Py_RETURN_NONE;
}

static int
handed_on(PyObject *self, PyObject *args)
{
    int result = PyObject_RichCompareBool(self, args, Py_EQ);
    if (result) {
        return result;
    }
    return PyObject_IsTrue(self);
}

static int
compared(PyObject *self, PyObject *args)
{
    int result;
    if (0 > (result = PyObject_IsTrue(args))) {
        return -1;
    }
    return result ? 2 : 3;
}

static PyObject *
of_a_type(PyObject *self, PyObject *args, PyTypeObject **types)
{
    PyTypeObject *type = types[0];
    if (PyObject_IsInstance(args, (PyObject *)type)) {
        return Py_NewRef(args);
    }
    Py_RETURN_NONE;
}

static Py_hash_t
pair_hash(PyObject *first, PyObject *second)
{
    Py_hash_t hash = PyObject_Hash(first);
    if (hash == -1) {
        return -1;
    }
    Py_hash_t other = PyObject_Hash(second);
    if (other == -1) {
        return -1;
    }
    return (hash * 31) ^ other;
}
