/* Other makers, the answer the other way round, and one reference too many. */
#include <Python.h>

int
reversed_exec(PyObject *module)
{
    PyObject *names = PyFrozenSet_New(NULL);
    if (!names) {
        return -1;
    }
    if (0 > PyModule_AddObject(module, "names", names)) { //~ INIT016 ABI006
        return -1;
    }
    return 0;
}

int
kept_answer_exec(PyObject *module, PyObject *source)
{
    PyObject *copy = PyDict_Copy(source);
    int status = PyModule_AddObject(module, "copy", copy); //~ INIT016
    if (status == -1) {
        PyErr_Clear();
    }
    return status;
}

int
counted_exec(PyObject *module)
{
    PyObject *text = PyObject_Str(module);
    if (text == NULL) {
        return -1;
    }
    Py_XINCREF(text);
    if (PyModule_AddObject(module, "text", text) != 0) { //~ INIT016
        Py_DECREF(text);
        return -1;
    }
    Py_DECREF(text);
    return 0;
}

static PyObject *
make_table(void)
{
    PyObject *table = PyDict_New();
    if (table == NULL) {
        return NULL;
    }
    return table;
}

int
wrapped_exec(PyObject *module)
{
    PyObject *table = make_table();
    return PyModule_AddObject(module, "table", table); //~ INIT016
}
