#include <Python.h>

typedef struct { PyObject_HEAD PyObject *items; } Box;

int
box_each(Box *self)
{
    PyObject *key, *value;
    Py_ssize_t pos = 0;
    int result = 0;
    Py_BEGIN_CRITICAL_SECTION(self->items);
    while (result == 0 && PyDict_Next(self->items, &pos, &key, &value)) {
        result = PyObject_Print(value, stdout, 0);
    }
    Py_END_CRITICAL_SECTION();
    return result;
}

/* A copy, and the keyword arguments. */
static PyObject *
box_call(PyObject *self, PyObject *args, PyObject *kwargs)
{
    PyObject *key, *value;
    Py_ssize_t pos = 0;
    PyObject *copy = PyDict_Copy(((Box *)self)->items);
    if (copy == NULL) {
        return NULL;
    }
    while (PyDict_Next(copy, &pos, &key, &value)) {
        PyObject_Print(value, stdout, 0);
    }
    Py_DECREF(copy);
    pos = 0;
    while (kwargs != NULL && PyDict_Next(kwargs, &pos, &key, &value)) {
        PyObject_Print(value, stdout, 0);
    }
    Py_RETURN_NONE;
}

PyMethodDef box_methods[] = {
    {"call", (PyCFunction)(void (*)(void))box_call, METH_VARARGS | METH_KEYWORDS, NULL},
    {NULL, NULL, 0, NULL},
};
