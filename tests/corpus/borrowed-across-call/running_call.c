/* The call itself runs the code that takes its argument out of the container, and goes on with the argument. */
#include <Python.h>

typedef struct { PyObject_HEAD PyObject *shelf; PyObject *best; PyObject *label; } Store;

/* An item of a field. */
static int
holds(Store *self, PyObject *wanted)
{
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(self->shelf); i++) {
        PyObject *item = PyList_GET_ITEM(self->shelf, i);
        int same = PyObject_RichCompareBool(wanted, item, Py_EQ); //~ REF003
        if (same != 0) {
            return same;
        }
    }
    return 0;
}

/* An item of an argument that is a list already. */
static PyObject *
paths(PyObject *module, PyObject *arg)
{
    PyObject *fast = PySequence_Fast(arg, "expected a sequence");
    if (fast == NULL) {
        return NULL;
    }
    PyObject *out = PyList_New(0);
    for (Py_ssize_t i = 0; out != NULL && i < PySequence_Fast_GET_SIZE(fast); i++) {
        PyObject *encoded;
        if (!PyUnicode_FSConverter(PySequence_Fast_GET_ITEM(fast, i), &encoded)) { //~ REF003
            Py_CLEAR(out);
            break;
        }
        if (PyList_Append(out, encoded) < 0) {
            Py_CLEAR(out);
        }
        Py_DECREF(encoded);
    }
    Py_DECREF(fast);
    return out;
}

/* What a format prints. */
static PyObject *
shown(PyObject *module, PyObject *table)
{
    PyObject *out = PyUnicode_FromString("");
    PyObject *key, *value;
    Py_ssize_t pos = 0;
    while (out != NULL && PyDict_Next(table, &pos, &key, &value)) {
        Py_INCREF(value);
        Py_SETREF(out, PyUnicode_FromFormat("%U%S=%R", out, key, value)); //~ REF003
        Py_DECREF(value);
    }
    return out;
}

/* By a function of the file, and by one that calls itself. */
static int
weigh(PyObject *total, PyObject *thing)
{
    PyObject *sum = PyNumber_Add(total, thing);
    Py_XDECREF(sum);
    return sum == NULL ? -1 : 0;
}

static int
weigh_all(PyObject *total, PyObject *things)
{
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(things); i++) {
        if (weigh(total, PyList_GET_ITEM(things, i)) < 0) { //~ REF003
            return -1;
        }
    }
    return 0;
}

static Py_ssize_t
nested(PyObject *thing)
{
    if (!PyList_Check(thing)) {
        PyObject *text = PyObject_Repr(thing);
        Py_XDECREF(text);
        return text == NULL ? -1 : 1;
    }
    Py_ssize_t sum = 0;
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(thing); i++) {
        Py_ssize_t more = nested(PyList_GET_ITEM(thing, i)); //~ REF003
        if (more < 0) {
            return -1;
        }
        sum += more;
    }
    return sum;
}

/* A field that another function changes meanwhile. */
static PyObject *
store_offer(Store *self, PyObject *thing)
{
    int better = PyObject_RichCompareBool(self->best, thing, Py_LT); //~ REF003
    if (better < 0) {
        return NULL;
    }
    if (better) {
        Py_XSETREF(self->best, Py_NewRef(thing));
    }
    Py_RETURN_NONE;
}

/* Parsed out of the arguments. */
static PyObject *
counted(PyObject *module, PyObject *args)
{
    PyObject *counts, *key;
    if (!PyArg_ParseTuple(args, "O!O", &PyDict_Type, &counts, &key)) {
        return NULL;
    }
    PyObject *old = PyDict_GetItemWithError(counts, key);
    if (old == NULL) {
        return NULL;
    }
    return PyNumber_Add(old, Py_True); //~ REF003
}

/* By a pointer to a function. */
static PyObject *
first_path(PyObject *module, PyObject *arg)
{
    PyObject *(*getitem)(PyObject *, Py_ssize_t);
    PyObject *encoded;
    if (PyList_Check(arg)) {
        getitem = PyList_GetItem;
    }
    else {
        getitem = PyTuple_GetItem;
    }
    if (!PyUnicode_FSConverter((*getitem)(arg, 0), &encoded)) { //~ REF003
        return NULL;
    }
    return encoded;
}
