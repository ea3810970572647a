#include <Python.h>

static PyTypeObject Spam_Type; //~ ISO001

static int
add(PyObject *module, const char *name, PyObject *value)
{
    int result = PyModule_AddObject(module, name, value); //~ ABI006
    if (result < 0) {
        Py_XDECREF(value);
    }
    return result;
}

static void
give_up_here(PyObject *value)
{
    Py_DECREF(value);
}

int
spam_exec(PyObject *module)
{
    PyObject *limit = PyLong_FromLong(42);
    PyObject *other = PyLong_FromLong(43);
    PyObject *third = PyLong_FromLong(44);
    PyObject *flag;
    if (PyModule_AddObject(module, "limit", limit) < 0) {
        goto error;
    }
    if (PyModule_AddObject(module, "other", other) < 0) {
        give_up_here(other);
    }
    Py_INCREF(&Spam_Type);
    PyModule_AddObject(module, "Spam", (PyObject *)&Spam_Type);
    Py_INCREF(Py_True);
    PyModule_AddObject(module, "true", Py_True);
    flag = limit != NULL ? Py_True : Py_False;
    Py_INCREF(flag);
    PyModule_AddObject(module, "flag", flag);
    if (PyModule_AddObjectRef(module, "third", third) < 0) {
        return -1;
    }
    return add(module, "fourth", PyLong_FromLong(45));
error:
    Py_XDECREF(limit);
    return -1;
}
