/* What may be written instead depends on the oldest Python meant. */
#include <Python.h>

static int
spam_exec(PyObject *module)
{
    PyModule_AddObject(module, "made", PyUnicode_FromString("made")); //~ INIT016 ABI006
    PyObject *kept = PyList_New(0);
    PyModule_AddObject(module, "kept", kept);
    PyObject *tested = PyDict_New();
    if (PyModule_AddObject(module, "tested", tested) < 0) {
        return -1;
    }
    return 0;
}

int
add_shared(PyObject *module, PyObject *shared)
{
    Py_INCREF(shared);
    return PyModule_AddObject(module, "shared", shared); //~ INIT016
}

int (*const spam_exec_of_all)(PyObject *) = spam_exec;
