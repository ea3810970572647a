/* The exception is saved. */
#include <Python.h>

typedef struct { PyObject_HEAD PyObject *callback; } Watch;

static void
watch_dealloc(PyObject *self)
{
    PyObject *error = PyErr_GetRaisedException();
    PyObject *result = PyObject_CallNoArgs(((Watch *)self)->callback);
    if (result == NULL) {
        PyErr_WriteUnraisable(((Watch *)self)->callback);
    }
    Py_XDECREF(result);
    PyErr_SetRaisedException(error);
    Py_XDECREF(((Watch *)self)->callback);
    Py_TYPE(self)->tp_free(self);
}

static PyTypeObject Watch_Type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "spam.Watch",
    .tp_basicsize = sizeof(Watch),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_dealloc = watch_dealloc,
};
