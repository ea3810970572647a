/* All functions that read a dict by themselves. */
#include <Python.h>

static PyObject *
get_0(PyObject *self, PyObject *object)
{
    PyObject *value = NULL;
    if (PyDict_Check(object)) {
        (void)PyDict_Contains(object, self, &value); //~ MUT006
    }
    return value;
}

static PyObject *
get_1(PyObject *self, PyObject *object)
{
    PyObject *value = NULL;
    if (PyDict_Check(object)) {
        (void)PyDict_GetItem(object, self, &value); //~ MUT006
    }
    return value;
}

static PyObject *
get_2(PyObject *self, PyObject *object)
{
    PyObject *value = NULL;
    if (PyDict_Check(object)) {
        (void)PyDict_GetItemRef(object, self, &value); //~ MUT006
    }
    return value;
}

static PyObject *
get_3(PyObject *self, PyObject *object)
{
    PyObject *value = NULL;
    if (PyDict_Check(object)) {
        (void)PyDict_GetItemString(object, self, &value); //~ MUT006
    }
    return value;
}

static PyObject *
get_4(PyObject *self, PyObject *object)
{
    PyObject *value = NULL;
    if (PyDict_Check(object)) {
        (void)PyDict_GetItemWithError(object, self, &value); //~ MUT006
    }
    return value;
}

PyMethodDef methods[] = {
    {"get_0", get_0, METH_O, NULL},
    {"get_1", get_1, METH_O, NULL},
    {"get_2", get_2, METH_O, NULL},
    {"get_3", get_3, METH_O, NULL},
    {"get_4", get_4, METH_O, NULL},
    {NULL, NULL, 0, NULL}
};
