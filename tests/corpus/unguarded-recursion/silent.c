/* Somebody counts, or it is no recursion over data. */
#include <Python.h>

typedef struct Node { struct Node *children; int count; const char *name; } Node;
typedef struct { PyObject_HEAD PyObject *items; } Bag;

static PyObject *
convert(const Node *node)
{
    if (Py_EnterRecursiveCall(" while converting")) {
        return NULL;
    }
    PyObject *out = PyList_New(0);
    for (int i = 0; out != NULL && i < node->count; i++) {
        PyObject *child = convert(&node->children[i]);
        if (child == NULL || PyList_Append(out, child) < 0) {
            Py_CLEAR(out);
        }
        Py_XDECREF(child);
    }
    Py_LeaveRecursiveCall();
    return out;
}

/* A limit of its own. */
static PyObject *
limited(const Node *node, int depth)
{
    if (depth > 100) {
        PyErr_SetString(PyExc_ValueError, "nested too deep");
        return NULL;
    }
    return node->count > 0 ? limited(&node->children[0], depth + 1) : PyUnicode_FromString(node->name);
}

/* The other function guards. */
static PyObject *copy_any(PyObject *thing);

static PyObject *
copy_list(PyObject *list)
{
    PyObject *first = Py_NewRef(PyList_GET_ITEM(list, 0));
    PyObject *copy = copy_any(first);
    Py_DECREF(first);
    return copy;
}

static PyObject *
copy_any(PyObject *thing)
{
    if (!PyList_Check(thing)) {
        return Py_NewRef(thing);
    }
    if (Py_EnterRecursiveCall(" while copying")) {
        return NULL;
    }
    PyObject *copy = copy_list(thing);
    Py_LeaveRecursiveCall();
    return copy;
}

/* A number that goes down is a limit too. */
static PyObject *
unpacked(const char *at, const Py_ssize_t *shape, int dims)
{
    PyObject *out = PyList_New(0);
    for (Py_ssize_t i = 0; out != NULL && i < shape[0]; i++) {
        const char *item = at + i;
        PyObject *part = dims == 1 ? PyLong_FromLong(*item) : unpacked(item, shape + 1, dims - 1);
        if (part == NULL || PyList_Append(out, part) < 0) {
            Py_CLEAR(out);
        }
        Py_XDECREF(part);
    }
    return out;
}

/* Once more with the same object. */
static PyObject *
again(PyObject *thing, int strict)
{
    PyObject *text = PyObject_Str(thing);
    if (text == NULL && strict) {
        PyErr_Clear();
        return again(thing, 0);
    }
    return text;
}

static PyObject *
bag_repr(Bag *self)
{
    int entered = Py_ReprEnter((PyObject *)self);
    if (entered != 0) {
        return entered < 0 ? NULL : PyUnicode_FromString("Bag: ...");
    }
    PyObject *out = PyUnicode_FromString("Bag:");
    for (Py_ssize_t i = 0; out != NULL && i < PyTuple_GET_SIZE(self->items); i++) {
        PyObject *text = PyObject_Repr(PyTuple_GET_ITEM(self->items, i));
        if (text == NULL) {
            Py_CLEAR(out);
            break;
        }
        PyUnicode_AppendAndDel(&out, text);
    }
    Py_ReprLeave((PyObject *)self);
    return out;
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
};
