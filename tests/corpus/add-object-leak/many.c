/* The same mistake all over one function: one finding. */
#include <Python.h>

int
spam_exec(PyObject *m)
{
    PyModule_AddObject(m, "a", PyLong_FromLong(1)); //~ INIT016 ABI006
    PyModule_AddObject(m, "b", PyLong_FromLong(2));
    PyModule_AddObject(m, "c", PyLong_FromLong(3));
    PyModule_AddObject(m, "d", PyLong_FromLong(4));
    PyModule_AddObject(m, "e", PyLong_FromLong(5));
    PyModule_AddObject(m, "f", PyLong_FromLong(6));
    PyModule_AddObject(m, "g", PyLong_FromLong(7));
    if (PyModule_AddObject(m, "h", PyUnicode_FromString("h")) < 0) {
        return -1;
    }
    return 0;
}

int
other_exec(PyObject *m)
{
    return PyModule_AddObject(m, "i", PyLong_FromLong(9)); //~ INIT016
}
