/* NULL and -1 without an exception, values with one. */
#include <Python.h>

static int ready(PyObject *self) { return self != NULL; }

static PyObject *
memory(PyObject *self, PyObject *args)
{
    Py_ssize_t size;
    if (!PyArg_ParseTuple(args, "n", &size)) {
        return NULL;
    }
    if (size < 0) {
        return NULL; //~ CALL004
    }
    char *buffer = PyMem_Malloc(size);
    if (buffer == NULL) {
        return NULL; //~ CALL004
    }
    PyMem_Free(buffer);
    Py_RETURN_NONE;
}

static PyObject *
looked_up(PyObject *self, PyObject *args)
{
    PyObject *result = NULL;
    if (!ready(self)) {
        goto end;
    }
    result = PyDict_GetItemString(args, "name");
    if (result == NULL) {
        goto end;
    }
    Py_INCREF(result);
end:
    return result;
}

static PyObject *
swallowed(PyObject *self, PyObject *args)
{
    PyObject *name = PyObject_GetAttrString(args, "name");
    if (name == NULL) {
        Py_RETURN_NONE; //~ CALL004
    }
    return name;
}

static int
init(PyObject *self, PyObject *args, PyObject *kwargs)
{
    if (PyTuple_GET_SIZE(args) != 0) {
        return -1; //~ CALL004
    }
    if (PyObject_SetAttrString(self, "x", Py_None) < 0) {
        return 0; //~ CALL004
    }
    return 0;
}

typedef struct {
    PyObject_HEAD
    char *data;
} Buffer;

extern void prepare(Buffer *buffer);

/* Memory says it by itself, whatever ran before. */
static PyObject *
field(Buffer *self, PyObject *args)
{
    prepare(self);
    if (self->data != NULL) {
        Py_RETURN_NONE;
    }
    self->data = malloc(16);
    if (self->data == NULL) {
        return NULL; //~ CALL004
    }
    Py_RETURN_NONE;
}

static PyObject *
wrapped(const char *text)
{
    char *copy = strdup(text);
    if (!copy) {
        return NULL; //~ CALL004
    }
    return PyCapsule_New(copy, "copy", NULL);
}

static PyObject *wrap(PyObject *self, PyObject *args) { return wrapped("text"); }

static PyMethodDef methods[] = {
    {"memory", memory, METH_VARARGS, NULL},
    {"looked_up", looked_up, METH_O, NULL},
    {"swallowed", swallowed, METH_O, NULL},
    {"field", (PyCFunction)field, METH_NOARGS, NULL},
    {"wrap", wrap, METH_NOARGS, NULL},
    {NULL}
};
static PyTypeObject Thing = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "spam.Thing",
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_init = init,
    .tp_methods = methods,
};
