// C++ lets no goto jump over what a declaration initialises: no edit that adds one.
#include <Python.h>

int
add(PyObject *module)
{
    PyObject *value = PyLong_FromLong(1);
    if (value == NULL)
        goto fail;
    PyModule_AddObject(module, "value", value); //~ INIT016 ABI006
    return 0;
fail:
    return -1;
}
