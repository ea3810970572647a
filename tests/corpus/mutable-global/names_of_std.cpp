#include <Python.h>
#include <iostream>
#include <mutex>

namespace {
int cout;
int count; //~ ISO020
}

/* What is of `std` is never the file's own. */
static PyObject *
print(PyObject *self, PyObject *arg)
{
    std::cout << PyLong_AsLong(arg);
    std::cout = 3;
    return PyLong_FromLong(cout + count);
}

static PyObject *
add(PyObject *self, PyObject *arg)
{
    count += 1;
    return print(self, arg);
}

PyMethodDef methods[] = {{"add", add, METH_O, nullptr}, {nullptr, nullptr, 0, nullptr}};
