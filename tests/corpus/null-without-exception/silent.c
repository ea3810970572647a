/* Exceptions are set, cleared, or may be set. */
#include <Python.h>

#define CHECK(x) if (!(x)) { PyErr_SetString(PyExc_ValueError, "no"); return NULL; }

extern int elsewhere(PyObject *object);
static PyObject *fail(void) { return PyErr_Format(PyExc_ValueError, "no"); }
static int checked(PyObject *object) { return PyLong_Check(object) ? 1 : (fail(), 0); }

static PyObject *
sets(PyObject *self, PyObject *args)
{
    long number = PyLong_AsLong(args);
    if (number == -1 && PyErr_Occurred()) {
        return NULL;
    }
    if (number < 0) {
        PyErr_SetString(PyExc_ValueError, "negative");
        return NULL;
    }
    int failed = 0;
    if (number > 10) {
        PyErr_SetString(PyExc_ValueError, "large");
        failed = 1;
    }
    if (failed) {
        return NULL;
    }
    if (!checked(args) || !elsewhere(args)) {
        return NULL;
    }
    CHECK(number != 3)
    void *memory = PyMem_Malloc(3);
    return memory == NULL ? PyErr_NoMemory() : fail();
}

static PyObject *
clears(PyObject *self, PyObject *args)
{
    PyObject *name = PyObject_GetAttrString(args, "name");
    if (name == NULL) {
        if (!PyErr_ExceptionMatches(PyExc_AttributeError)) {
            return NULL;
        }
        PyErr_Clear();
        Py_RETURN_NONE;
    }
    return name;
}

static PyObject *
branches(PyObject *self, PyObject *args)
{
#ifdef SPAM
    if (args == Py_None) {
        PyErr_SetString(PyExc_ValueError, "no");
    }
#endif
    if (args == Py_None) {
        return NULL;
    }
    return Py_NewRef(args);
}

static PyObject *next(PyObject *self) { return NULL; }

static PyObject *
ambiguous(PyObject *self, PyObject *args)
{
    if (PyModule_AddIntConstant(self, "x", 1)) {
        return NULL;
    }
    PyObject *item = PyIter_Next(args);
    if (item == NULL) {
        return NULL;
    }
    PyObject *list = PyList_New(0);
    if (list == NULL || PyList_Append(list, item) < 0) {
        Py_DECREF(item);
        Py_XDECREF(list);
        return NULL;
    }
    Py_DECREF(item);
    return list;
}

static PyObject *nobody(PyObject *self, PyObject *args) { return NULL; }

static PyMethodDef methods[] = {
    {"sets", sets, METH_O, NULL},
    {"clears", clears, METH_O, NULL},
    {"branches", branches, METH_O, NULL},
    {"ambiguous", ambiguous, METH_O, NULL},
    {NULL}
};
static PyType_Slot slots[] = {{Py_tp_iternext, next}, {Py_tp_methods, methods}, {0, NULL}};
