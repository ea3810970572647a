#include <Python.h>

/* The module's own names. */
int
add(PyObject *module, PyObject *function)
{
    PyObject *dict = PyModule_GetDict(module);
    if (PyDict_SetItemString(dict, "len", function) < 0) {
        return -1;
    }
    return PyModule_AddObjectRef(module, "length", function);
}

/* A dict to run code in. */
PyObject *
run(const char *code)
{
    PyObject *globals = PyDict_New();
    if (globals == NULL || PyDict_SetItemString(globals, "__builtins__", PyEval_GetBuiltins()) < 0) {
        Py_XDECREF(globals);
        return NULL;
    }
    PyObject *result = PyRun_String(code, Py_file_input, globals, globals);
    Py_DECREF(globals);
    return result;
}

/* It only reads; and what a program calls its main module is its own. */
PyObject *
read(PyObject *name, PyObject *value)
{
    PyObject *main = PyModule_GetDict(PyImport_ImportModule("__main__"));
    if (PyDict_SetItem(main, name, value) < 0) {
        return NULL;
    }
    PySys_SetObject("spam", value);
    return PyObject_GetItem(PyImport_GetModuleDict(), name);
}
