#include <Python.h>

typedef struct {
    PyObject_HEAD
    PyObject *cache;
    PyObject *items;
} Box;

static PyObject *registry; //~ ISO010

/* A field of an object. */
static PyObject *
box_get(Box *self, PyObject *key)
{
    PyObject *value = PyDict_GetItemWithError(self->cache, key); //~ FT001
    Py_XINCREF(value);
    return value;
}

/* Two calls of one kind are one finding. */
static PyObject *
box_ends(Box *self, PyObject *unused)
{
    PyObject *first = PyList_GET_ITEM(self->items, 0); //~ FT001
    PyObject *last = PyList_GET_ITEM(self->items, PyList_GET_SIZE(self->items) - 1);
    return PyTuple_Pack(2, first, last);
}

/* A variable of the process. */
static PyObject *
box_lookup(PyObject *self, PyObject *name)
{
    PyObject *found = PyDict_GetItem(registry, name); //~ FT001
    if (found == NULL) {
        Py_RETURN_NONE;
    }
    return Py_NewRef(found);
}

/* An argument, by way of a helper. */
static PyObject *
first_of(PyObject *list)
{
    return Py_NewRef(PyList_GetItem(list, 0)); //~ FT001
}

static PyObject *
box_first(PyObject *self, PyObject *list)
{
    return first_of(list);
}

/* A sequence that may be the argument itself. */
static PyObject *
box_second(PyObject *self, PyObject *args)
{
    PyObject *arg, *seq, *second;
    if (!PyArg_ParseTuple(args, "O", &arg)) {
        return NULL;
    }
    seq = PySequence_Fast(arg, "a sequence");
    if (seq == NULL) {
        return NULL;
    }
    second = Py_NewRef(PySequence_Fast_GET_ITEM(seq, 1)); //~ FT001
    Py_DECREF(seq);
    return second;
}

/* What another object holds. */
static PyObject *
box_name(PyObject *self, PyObject *other)
{
    PyObject *names = PyObject_GetAttrString(other, "names");
    PyObject *name = names != NULL ? Py_XNewRef(PyDict_GetItemString(names, "first")) : NULL; //~ FT001
    Py_XDECREF(names);
    return name;
}

/* Nothing keeps it alive. */
static PyObject *
box_referent(PyObject *self, PyObject *ref)
{
    return Py_NewRef(PyImport_AddModule("spam")); //~ FT001
}

static PyMethodDef box_methods[] = {
    {"get", (PyCFunction)box_get, METH_O, NULL},
    {"ends", (PyCFunction)box_ends, METH_NOARGS, NULL},
    {"lookup", box_lookup, METH_O, NULL},
    {"first", box_first, METH_O, NULL},
    {"second", box_second, METH_VARARGS, NULL},
    {"name", box_name, METH_O, NULL},
    {"referent", box_referent, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};

int
box_add(PyObject *module)
{
    registry = PyDict_New();
    return PyModule_AddFunctions(module, box_methods);
}
