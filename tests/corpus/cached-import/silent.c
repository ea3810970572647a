#include <Python.h>

PyObject *
dumps(PyObject *value)
{
    PyObject *json = PyImport_ImportModule("json");
    if (json == NULL) {
        return NULL;
    }
    PyObject *result = PyObject_CallMethod(json, "dumps", "O", value);
    Py_DECREF(json);
    return result;
}
