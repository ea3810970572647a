/* The call has a reference of its caller's own, or nobody else can reach the container. */
#include <Python.h>

typedef struct { PyObject_HEAD PyObject *shelf; PyObject *best; PyObject *label; } Store;

static int
holds(Store *self, PyObject *wanted)
{
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(self->shelf); i++) {
        PyObject *item = PyList_GET_ITEM(self->shelf, i);
        Py_INCREF(item);
        int same = PyObject_RichCompareBool(wanted, item, Py_EQ);
        Py_DECREF(item);
        if (same != 0) {
            return same;
        }
    }
    return 0;
}

/* A tuple cannot change. */
static PyObject *
paths(PyObject *module, PyObject *arg)
{
    PyObject *all = PySequence_Tuple(arg);
    if (all == NULL) {
        return NULL;
    }
    PyObject *first = NULL;
    if (PyTuple_GET_SIZE(all) > 0 && !PyUnicode_FSConverter(PyTuple_GET_ITEM(all, 0), &first)) {
        Py_DECREF(all);
        return NULL;
    }
    Py_DECREF(all);
    return first == NULL ? Py_NewRef(Py_None) : first;
}

/* The list is new. */
static PyObject *
sorted_text(PyObject *module, PyObject *arg)
{
    PyObject *all = PySequence_List(arg);
    if (all == NULL) {
        return NULL;
    }
    PyObject *fast = PySequence_Fast(all, "a list");
    Py_DECREF(all);
    if (fast == NULL) {
        return NULL;
    }
    PyObject *text = PySequence_Fast_GET_SIZE(fast) > 0 ? PyObject_Repr(PySequence_Fast_GET_ITEM(fast, 0)) : NULL;
    Py_DECREF(fast);
    return text;
}

/* The tuple of the arguments. */
static PyObject *
first_argument(PyObject *module, PyObject *args)
{
    PyObject *fast = PySequence_Fast(args, "a tuple");
    if (fast == NULL) {
        return NULL;
    }
    PyObject *text = PyObject_Repr(PySequence_Fast_GET_ITEM(fast, 0));
    Py_DECREF(fast);
    return text;
}

/* A list that a struct of C holds is nobody else's. */
typedef struct { PyObject *keys; Py_ssize_t at; } Walk;

static PyObject *
next_text(Walk *walk)
{
    return PyObject_Str(PyList_GET_ITEM(walk->keys, walk->at));
}

/* Strings run no code of others. */
static Py_hash_t
string_hash(Store *self, Py_ssize_t i)
{
    PyObject *item = PyList_GetItem(self->shelf, i);
    if (item == NULL) {
        return -1;
    }
    if (!PyUnicode_Check(item)) {
        PyErr_SetString(PyExc_TypeError, "not a string");
        return -1;
    }
    return PyObject_Hash(item);
}

/* A field that nobody changes while the object is in use. */
static PyObject *
store_repr(Store *self)
{
    return PyUnicode_FromFormat("<Store %R>", self->label);
}

static void
store_dealloc(Store *self)
{
    Py_XDECREF(self->label);
    Py_XDECREF(self->best);
    Py_XDECREF(self->shelf);
    Py_TYPE(self)->tp_free((PyObject *)self);
}

/* One that is changed, with a reference of its own. */
static PyObject *
store_offer(Store *self, PyObject *thing)
{
    PyObject *best = Py_NewRef(self->best);
    int better = PyObject_RichCompareBool(best, thing, Py_LT);
    Py_DECREF(best);
    if (better < 0) {
        return NULL;
    }
    if (better) {
        Py_XSETREF(self->best, Py_NewRef(thing));
    }
    Py_RETURN_NONE;
}

PyTypeObject Store_Type = { //~ ISO001 GC009
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "spam.Store",
    .tp_basicsize = sizeof(Store),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_dealloc = (destructor)store_dealloc,
    .tp_repr = (reprfunc)store_repr,
};
