/* Whose a dict is that a tuple or a struct of C holds. */
#include <Python.h>

static PyObject *
print_all(PyObject *self, PyObject *callable)
{
    PyObject *key, *value;
    Py_ssize_t pos = 0;
    PyObject *pair = PyObject_CallNoArgs(callable);
    if (pair == NULL || !PyTuple_Check(pair)) {
        return NULL;
    }
    /* As new as the tuple, for all that is known. */
    PyObject *dict = Py_NewRef(PyTuple_GET_ITEM(pair, 0));
    Py_DECREF(pair);
    while (PyDict_Next(dict, &pos, &key, &value)) {
        PyObject_Print(value, stdout, 0);
    }
    Py_DECREF(dict);
    Py_RETURN_NONE;
}

static PyObject *
print_item(PyObject *self, PyObject *pair)
{
    PyObject *key, *value;
    Py_ssize_t pos = 0;
    PyObject *dict = PyTuple_GetItem(pair, 0);
    while (dict != NULL && PyDict_Next(dict, &pos, &key, &value)) { //~ FT002
        PyObject_Print(value, stdout, 0);
    }
    Py_RETURN_NONE;
}

/* An attribute of it is the object's own. */
static PyObject *
print_members(PyObject *self, PyObject *callable)
{
    PyObject *key, *value;
    Py_ssize_t pos = 0;
    PyObject *object = PyObject_CallNoArgs(callable);
    PyObject *dict = object == NULL ? NULL : PyObject_GetAttrString(object, "members");
    while (dict != NULL && PyDict_Next(dict, &pos, &key, &value)) { //~ FT002
        PyObject_Print(value, stdout, 0);
    }
    Py_RETURN_NONE;
}

typedef struct {
    PyObject *dict;
    PyObject *own;
    Py_ssize_t pos;
} walker;

static int
walker_start(walker *w, PyObject *object)
{
    w->pos = 0;
    w->dict = PyObject_GenericGetDict(object, NULL);
    w->own = w->dict == NULL ? NULL : PyDict_Copy(w->dict);
    return w->own == NULL ? -1 : 0;
}

static int
walker_next(walker *w, PyObject **value)
{
    PyObject *key;
    return PyDict_Next(w->dict, &w->pos, &key, value); //~ FT002
}

static int
walker_next_of_own(walker *w, PyObject **value)
{
    PyObject *key;
    return PyDict_Next(w->own, &w->pos, &key, value);
}

static PyObject *
print_attributes(PyObject *self, PyObject *object)
{
    walker w;
    PyObject *value;
    if (walker_start(&w, object) < 0) {
        return NULL;
    }
    while (walker_next(&w, &value) && walker_next_of_own(&w, &value)) {
        PyObject_Print(value, stdout, 0);
    }
    Py_RETURN_NONE;
}

/* Three walks over one dict are one finding; a walk over another is one more. */
static PyObject *
print_thrice(PyObject *self, PyObject *const *args, Py_ssize_t count)
{
    PyObject *first = args[0], *second = args[1], *key, *value;
    Py_ssize_t pos = 0;
    while (PyDict_Next(first, &pos, &key, &value)) { //~ FT002
        PyObject_Print(key, stdout, 0);
    }
    pos = 0;
    while (PyDict_Next(first, &pos, &key, &value)) {
        PyObject_Print(value, stdout, 0);
    }
    pos = 0;
    while (PyDict_Next(second, &pos, &key, &value)) { //~ FT002
        PyObject_Print(value, stdout, 0);
    }
    Py_RETURN_NONE;
}

PyMethodDef functions[] = {
    {"print_all", print_all, METH_O, NULL},
    {"print_item", print_item, METH_O, NULL},
    {"print_members", print_members, METH_O, NULL},
    {"print_attributes", print_attributes, METH_O, NULL},
    {"print_thrice", (PyCFunction)(void (*)(void))print_thrice, METH_FASTCALL, NULL},
    {NULL, NULL, 0, NULL},
};
