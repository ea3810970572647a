/* Something else can be written, or the end is known. */
#include <Python.h>

static int
add(PyObject *module, PyObject *value)
{
    Py_UNICODE letter = 'x'; //~ ABI006
    PyEval_InitThreads(); //~ ABI006
    return PyModule_AddObject(module, "value", value) + letter; //~ ABI006
}

void *keep[] = {add};
