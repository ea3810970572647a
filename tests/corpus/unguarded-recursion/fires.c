/* As deep as the data is nested. */
#include <Python.h>

typedef struct Node { struct Node *children; int count; const char *name; } Node;
typedef struct { PyObject_HEAD PyObject *items; } Bag;

/* At once. */
static PyObject *
convert(const Node *node)
{
    PyObject *out = PyList_New(0);
    for (int i = 0; out != NULL && i < node->count; i++) {
        PyObject *child = convert(&node->children[i]); //~ REF008
        if (child == NULL || PyList_Append(out, child) < 0) {
            Py_CLEAR(out);
        }
        Py_XDECREF(child);
    }
    return out;
}

/* By another function. */
static PyObject *copy_any(PyObject *thing);

static PyObject *
copy_list(PyObject *list)
{
    PyObject *out = PyList_New(0);
    for (Py_ssize_t i = 0; out != NULL && i < PyList_GET_SIZE(list); i++) {
        PyObject *item = Py_NewRef(PyList_GET_ITEM(list, i));
        PyObject *copy = copy_any(item); //~ REF008
        Py_DECREF(item);
        if (copy == NULL || PyList_Append(out, copy) < 0) {
            Py_CLEAR(out);
        }
        Py_XDECREF(copy);
    }
    return out;
}

static PyObject *
copy_any(PyObject *thing)
{
    return PyList_Check(thing) ? copy_list(thing) : Py_NewRef(thing);
}

/* The text of each item. */
static PyObject *
bag_repr(Bag *self)
{
    PyObject *out = PyUnicode_FromString("Bag:");
    for (Py_ssize_t i = 0; out != NULL && i < PyTuple_GET_SIZE(self->items); i++) {
        PyObject *text = PyObject_Repr(PyTuple_GET_ITEM(self->items, i)); //~ REF008
        if (text == NULL) {
            Py_CLEAR(out);
            break;
        }
        PyUnicode_AppendAndDel(&out, text);
    }
    return out;
}

/* Leaves what it did not enter. */
static PyObject *
bag_str(Bag *self)
{
    PyObject *text;
    int entered = Py_ReprEnter((PyObject *)self);
    if (entered != 0) {
        if (entered < 0) {
            return NULL;
        }
        text = PyUnicode_FromString("...");
    }
    else {
        text = PyObject_Repr(self->items);
    }
    Py_ReprLeave((PyObject *)self); //~ REF008
    return text;
}

static PyObject *
bag_iter(Bag *self)
{
    return PyObject_GetIter(self->items);
}

PyTypeObject Bag_Type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "spam.Bag",
    .tp_basicsize = sizeof(Bag),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_repr = (reprfunc)bag_repr,
    .tp_iter = (getiterfunc)bag_iter,
    .tp_str = (reprfunc)bag_str,
};
