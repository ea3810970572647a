/* Tests that say something of each other. */
#include <Python.h>

typedef struct { PyObject_HEAD PyObject *hook; PyObject *value; int kind; } Reader;

int next_entry(Reader *self);

/* The sign of a number. */
static PyObject *
by_sign(Reader *self)
{
    PyObject *value = NULL;
    int found = next_entry(self);
    if (found > 0) {
        value = Py_NewRef(self->value);
    }
    if (found < 0) {
        return NULL;
    }
    if (found == 0) {
        PyErr_SetNone(PyExc_StopIteration);
        return NULL;
    }
    return value;
}

static PyObject *
by_another_sign(Reader *self)
{
    PyObject *value = NULL;
    int found = next_entry(self);
    if (found >= 0) {
        value = Py_NewRef(self->value);
    }
    if (found < 0) {
        return NULL;
    }
    if (found == 0) {
        PyErr_SetNone(PyExc_StopIteration);
        return NULL; //~ REF002
    }
    return value;
}

/* A flag that holds a test. */
static PyObject *
by_flag(Reader *self)
{
    int hooked = self->hook != Py_None;
    PyObject *pairs = NULL, *result = NULL;
    if (hooked) {
        pairs = PyList_New(0);
        if (pairs == NULL) {
            return NULL;
        }
    }
    else {
        result = PyDict_New();
        if (result == NULL) {
            return NULL;
        }
    }
    if (self->hook != Py_None) {
        result = PyObject_CallOneArg(self->hook, pairs);
        Py_DECREF(pairs);
        return result;
    }
    return result;
}

static PyObject *
by_another_flag(Reader *self)
{
    int hooked = self->hook != Py_None;
    PyObject *result = NULL;
    if (!hooked) {
        result = PyDict_New();
        if (result == NULL) {
            return NULL;
        }
    }
    if (self->hook == Py_None) {
        return PyObject_CallNoArgs(self->hook); //~ REF002
    }
    return result;
}

/* The same value in an `if` and a `switch`. */
enum { ADD, MULTIPLY, SCALE };

static PyObject *
by_case(PyObject *a, PyObject *b, int op)
{
    PyObject *other = NULL;
    if (op != SCALE) {
        other = PyNumber_Float(b);
        if (other == NULL) {
            return NULL;
        }
    }
    PyObject *result = NULL;
    switch (op) {
    case ADD:
        result = PyNumber_Add(a, other);
        Py_DECREF(other);
        return result;
    case SCALE:
        return PyNumber_Multiply(a, b);
    default:
        break;
    }
    Py_XDECREF(other);
    Py_RETURN_NONE;
}

static PyObject *
by_another_case(PyObject *a, PyObject *b, int op)
{
    PyObject *other = NULL;
    if (op != SCALE) {
        other = PyNumber_Float(b);
        if (other == NULL) {
            return NULL;
        }
    }
    switch (op) {
    case ADD:
        return PyNumber_Add(a, b); //~ REF002
    case SCALE:
        return PyNumber_Multiply(a, b);
    default:
        break;
    }
    Py_XDECREF(other);
    Py_RETURN_NONE;
}

/* A value that is one constant is no other. */
static PyObject *
by_status(Reader *self)
{
    PyObject *result = NULL;
    if (self->kind == ADD) {
        result = PyList_New(0);
        if (result == NULL) {
            return NULL;
        }
    }
    if (self->kind == MULTIPLY || self->kind == SCALE) {
        result = PyDict_New();
    }
    return result;
}

static PyObject *
by_another_status(Reader *self)
{
    PyObject *result = NULL;
    if (self->kind == ADD) {
        result = PyList_New(0);
        if (result == NULL) {
            return NULL;
        }
    }
    if (self->kind != MULTIPLY) {
        result = PyDict_New(); //~ REF002
    }
    return result;
}

/* How far a loop came. */
static PyObject *
index_of(PyObject *list, PyObject *item)
{
    PyObject *index = NULL;
    Py_ssize_t i, n = PyList_GET_SIZE(list);
    for (i = 0; i < n; i++) {
        if (PyList_GET_ITEM(list, i) == item) {
            index = PyLong_FromSsize_t(i);
            break;
        }
    }
    if (i == n) {
        index = PyLong_FromLong(-1);
    }
    return index;
}

static PyObject *
last_index_of(PyObject *list, PyObject *item)
{
    PyObject *index = NULL;
    Py_ssize_t i, n = PyList_GET_SIZE(list);
    for (i = 0; i < n; i++) {
        if (PyList_GET_ITEM(list, i) == item) {
            index = PyLong_FromSsize_t(i);
            break;
        }
    }
    if (i < n) {
        index = PyLong_FromLong(-1); //~ REF002
    }
    return index;
}

/* One name, two variables. */
static int
hidden(PyObject *self)
{
    PyObject *value = PyObject_GetAttrString(self, "a");
    if (value == NULL) {
        return -1;
    }
    {
        PyObject *value = PyObject_GetAttrString(self, "b");
        if (value == NULL) {
            PyErr_Clear();
        }
        Py_XDECREF(value);
    }
    Py_DECREF(value);
    return 0;
}

static int
not_hidden(PyObject *self)
{
    PyObject *value = PyObject_GetAttrString(self, "a");
    if (value == NULL) {
        return -1;
    }
    {
        PyObject *other = value;
        value = PyObject_GetAttrString(self, "b");
        Py_DECREF(other);
    }
    {
        value = PyObject_GetAttrString(self, "c"); //~ REF002
    }
    Py_XDECREF(value);
    return 0;
}

/* Calls that cannot fail for what their argument is. */
static int
length_of(PyObject *object)
{
    char *text;
    Py_ssize_t length;
    PyObject *bytes = PyObject_Bytes(object);
    if (bytes == NULL) {
        return -1;
    }
    if (PyBytes_AsStringAndSize(bytes, &text, &length) < 0) {
        return -1;
    }
    Py_DECREF(bytes);
    return (int)length;
}

static int
text_of(PyObject *object)
{
    char *text;
    PyObject *bytes = PyObject_Bytes(object);
    if (bytes == NULL) {
        return -1;
    }
    /* A zero byte is an error here. */
    if (PyBytes_AsStringAndSize(bytes, &text, NULL) < 0) {
        return -1; //~ REF002
    }
    Py_DECREF(bytes);
    return text[0];
}

typedef struct { int count; } State;

static PyObject *
counted(PyObject *module, PyObject *object)
{
    PyObject *text = PyObject_Str(object);
    if (text == NULL) {
        return NULL;
    }
    State *state = PyModule_GetState(module);
    if (state == NULL) {
        return NULL;
    }
    state->count++;
    return text;
}

/* A reference to what is never freed, and one in a process that another program takes over. */
static int
choose(PyObject *dict, int yes)
{
#define PUT(name, value)                                                \
    if ((value) == NULL || PyDict_SetItemString(dict, name, value) < 0) \
        return -1;
    PUT("yes", Py_NewRef(yes ? Py_True : Py_False));
    return 0;
}

static void
child(PyObject *before, char *const *argv)
{
    PyObject *result = PyObject_CallNoArgs(before);
    if (result == NULL) {
        return;
    }
    execv(argv[0], argv);
}
