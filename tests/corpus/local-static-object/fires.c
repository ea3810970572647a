#include <Python.h>

PyObject *
one(void)
{
    static PyObject *cached = NULL; //~ ISO016
    if (cached == NULL) {
        cached = PyLong_FromLong(1);
    }
    return Py_XNewRef(cached);
}

PyObject *
two(int which)
{
    static PyObject *constants[2]; //~ ISO016
    if (which) {
        static PyObject *cached; //~ ISO016
        cached = PyDict_New();
        return cached;
    }
    constants[0] = PyLong_FromLong(0);
    return constants[0];
}
