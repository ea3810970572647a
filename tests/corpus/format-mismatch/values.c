/* Formats of values and texts. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *
build(PyObject *self, PyObject *name)
{
    int number = 1;
    long wide = 2;
    Py_ssize_t size = 3;
    double real = 4;
    const char *text = "text";
    PyObject *list = Py_BuildValue("[n]", number); //~ CALL001
    Py_XDECREF(list);
    Py_XDECREF(Py_BuildValue("(iO)", size, name)); //~ CALL001
    Py_XDECREF(Py_BuildValue("(ii)", number)); //~ CALL001
    Py_XDECREF(Py_BuildValue("i", number, number)); //~ CALL001
    Py_XDECREF(Py_BuildValue("{s:O}", "name", text)); //~ CALL001
    Py_XDECREF(Py_BuildValue("s", name)); //~ CALL001
    Py_XDECREF(Py_BuildValue("i", real)); //~ CALL001
    Py_XDECREF(Py_BuildValue("d", number)); //~ CALL001
    Py_XDECREF(Py_BuildValue("l", size)); //~ CALL001
    Py_XDECREF(PyObject_CallFunction(name, "ns#", size, text, number)); //~ CALL001
    Py_XDECREF(PyObject_CallMethod(name, "write", "O", "text")); //~ CALL001
    PyErr_Format(PyExc_ValueError, "%s is no name", name); //~ CALL001
    PyErr_Format(PyExc_ValueError, "%R is no name", text); //~ CALL001
    PyErr_Format(PyExc_ValueError, "%zd items of %d", number, number); //~ CALL001
    PyErr_Format(PyExc_ValueError, "%d of %d", number); //~ CALL001
    Py_XDECREF(PyUnicode_FromFormat("%U: %ld", name, wide, wide)); //~ CALL001
    return PyUnicode_FromFormat("%" PY_FORMAT_SIZE_T "d", number); //~ CALL001
}
