#include <Python.h>

/* A subclass that tracks what is read sees nothing of it. */
static PyObject *
get(PyObject *self, PyObject *object)
{
    if (PyDict_Check(object)) {
        return Py_XNewRef(PyDict_GetItemString(object, "name")); //~ MUT006
    }
    return PyMapping_GetItemString(object, "name");
}

static PyObject *
keys(PyObject *self, PyObject *object)
{
    PyObject *key, *value, *list = PyList_New(0);
    Py_ssize_t pos = 0;
    if (PyDict_Check(object)) {
        while (PyDict_Next(object, &pos, &key, &value)) { //~ MUT006
            if (PyList_Append(list, key) < 0) {
                return NULL;
            }
        }
    }
    return list;
}

PyMethodDef methods[] = {{"get", get, METH_O, NULL}, {"keys", keys, METH_O, NULL}, {NULL, NULL, 0, NULL}};
