#include <Python.h>

static PyObject *not_linked; //~ ISO010

PyObject *
other(void)
{
    not_linked = PyDict_New();
    return not_linked;
}
