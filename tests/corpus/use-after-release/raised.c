// Behind a call that sets an exception, one is set until something clears it.
#include <Python.h>

static PyObject *bytes_of(PyObject *call, PyObject *value) {
    PyObject *bytes = PyObject_CallOneArg(call, value);
    if (bytes != NULL && !PyBytes_Check(bytes)) {
        Py_DECREF(bytes);
        PyErr_SetString(PyExc_TypeError, "no bytes");
        if (PyErr_Occurred()) {
            return NULL;
        }
        return bytes;
    }
    return bytes;
}

static PyObject *cleared(PyObject *call, PyObject *value) {
    PyObject *bytes = PyObject_CallOneArg(call, value);
    if (bytes != NULL && !PyBytes_Check(bytes)) {
        Py_DECREF(bytes);
        PyErr_SetString(PyExc_TypeError, "no bytes");
        PyErr_Clear();
        if (PyErr_Occurred()) {
            return NULL;
        }
        return bytes; //~ REF005
    }
    return bytes;
}
