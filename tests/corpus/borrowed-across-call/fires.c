/* Borrowed out of what Python code can change. */
#include <Python.h>

typedef struct { PyObject_HEAD PyObject *children; PyObject *cache; } Node;

static PyObject *
find(Node *self, PyObject *wanted)
{
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(self->children); i++) {
        PyObject *child = PyList_GET_ITEM(self->children, i);
        int same = PyObject_RichCompareBool(child, wanted, Py_EQ); //~ REF003
        if (same < 0) {
            return NULL;
        }
        if (same) {
            return Py_NewRef(child);
        }
    }
    Py_RETURN_NONE;
}

static int
compare(PyObject *a, PyObject *b)
{
    return PyObject_RichCompareBool(a, b, Py_EQ);
}

static PyObject *
lookup(Node *self, PyObject *key)
{
    PyObject *value = PyDict_GetItemWithError(self->cache, key);
    if (value == NULL) {
        return NULL;
    }
    if (compare(key, Py_None) < 0) {
        return NULL;
    }
    Py_INCREF(value); //~ REF003
    return value;
}
