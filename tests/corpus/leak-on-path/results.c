/* References that come through a pointer, and what the result says of them. */
#include <Python.h>

static int
given(PyObject *dict, PyObject *key)
{
    PyObject *value;
    int found = PyDict_GetItemRef(dict, key, &value);
    if (found <= 0) {
        return found;
    }
    if (PyObject_IsTrue(value) < 0) {
        return -1; //~ REF002
    }
    Py_DECREF(value);
    return 1;
}

static int
given_up(PyObject *object, PyObject *name)
{
    PyObject *value;
    if (PyObject_GetOptionalAttr(object, name, &value) < 0) {
        return -1;
    }
    if (value == NULL) {
        return 0;
    }
    int result = PyObject_IsTrue(value);
    Py_DECREF(value);
    return result;
}

/* A helper that gives up what it gets where its flag says so. */
static int
unpack(PyObject *pair, int release)
{
    int size = PyTuple_GET_SIZE(pair) == 2 ? 0 : -1;
    if (release) {
        Py_DECREF(pair);
    }
    return size;
}

static int
by_flag(PyObject *arg)
{
    PyObject *pair = PySequence_Tuple(arg);
    if (pair == NULL) {
        return -1;
    }
    return unpack(pair, 1);
}

/* A helper that gives up what it gets where it fails. */
static int
check(PyObject *text)
{
    if (text == NULL) {
        return -1;
    }
    if (!PyUnicode_Check(text)) {
        Py_DECREF(text);
        return -1;
    }
    return 0;
}

static PyObject *
checked(PyObject *arg)
{
    PyObject *text = PyObject_Str(arg);
    if (check(text) < 0) {
        return NULL;
    }
    return text;
}

static PyObject *
checked_and_lost(PyObject *arg)
{
    PyObject *text = PyObject_Str(arg);
    if (check(text) < 0) {
        return NULL;
    }
    if (PyUnicode_GetLength(text) == 0) {
        return NULL; //~ REF002
    }
    return text;
}

/* A helper that gives back what it gets, or something new for it. */
static PyObject *
as_bytes(PyObject *text)
{
    PyObject *bytes = NULL;
    if (text == NULL) {
        return NULL;
    }
    if (PyUnicode_Check(text)) {
        bytes = PyUnicode_AsUTF8String(text);
        Py_DECREF(text);
    } else {
        bytes = text;
    }
    return bytes;
}

static int
encoded(PyObject *text)
{
    Py_INCREF(text);
    if (!(text = as_bytes(text))) {
        return -1;
    }
    int size = (int)PyBytes_GET_SIZE(text);
    Py_DECREF(text);
    return size;
}

/* A mark of the project's own under a pointer's name. */
#define STRICT ((PyObject *)1)

static PyObject *
callback_of(const char *errors)
{
    if (errors == NULL) {
        return STRICT;
    }
    return PyUnicode_FromString(errors);
}

static int
by_mark(const char *errors)
{
    PyObject *callback = callback_of(errors);
    if (callback == NULL) {
        return -1;
    }
    if (callback > STRICT) {
        Py_DECREF(callback);
        return 1;
    }
    return 0;
}

/* `Py_RETURN_NONE` is a return. */
static PyObject *
returns_none(PyObject *self, PyObject *arg)
{
    PyObject *list = PySequence_List(arg);
    if (list == NULL) {
        return NULL;
    }
    if (PyList_GET_SIZE(list) == 0) {
        Py_RETURN_NONE; //~ REF002
    }
    return list;
}

/* What a converter gives. */
static PyObject *
both_paths(PyObject *first, PyObject *second)
{
    PyObject *a, *b;
    if (!PyUnicode_FSConverter(first, &a)) {
        return NULL;
    }
    if (!PyUnicode_FSConverter(second, &b)) {
        return NULL; //~ REF002
    }
    PyObject *both = PyTuple_Pack(2, a, b);
    Py_DECREF(a);
    Py_DECREF(b);
    return both;
}
