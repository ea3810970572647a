#include <Python.h>

static PyObject *names; //~ ISO010

PyObject *
collect(PyObject *self, PyObject *name)
{
    if (names == NULL) {
        names = PyList_New(0);
    }
    return names != NULL && PyList_Append(names, name) == 0 ? Py_NewRef(names) : NULL;
}

PyObject *
dump(PyObject *self, PyObject *object)
{
    PyObject *json = PyImport_ImportModule("json");
    PyObject *dumps = json != NULL ? PyObject_GetAttrString(json, "dumps") : NULL;
    PyObject *text = dumps != NULL ? PyObject_CallOneArg(dumps, object) : NULL;
    Py_XDECREF(json);
    Py_XDECREF(dumps);
    return text;
}
