#include <Python.h>

static PyObject *dumps; //~ ISO014

PyObject *
dump(PyObject *self, PyObject *object)
{
    if (dumps == NULL) {
        PyObject *json = PyImport_ImportModule("json");
        dumps = json != NULL ? PyObject_GetAttrString(json, "dumps") : NULL; //~ MUT007
        Py_XDECREF(json);
    }
    return dumps != NULL ? PyObject_CallOneArg(dumps, object) : NULL;
}
