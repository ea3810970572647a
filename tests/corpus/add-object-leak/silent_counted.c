/* The same with every reference given back, or owned by somebody. */
#include <Python.h>

int
reversed_exec(PyObject *module)
{
    PyObject *names = PyFrozenSet_New(NULL);
    if (!names) {
        return -1;
    }
    if (0 > PyModule_AddObject(module, "names", names)) { //~ ABI006
        Py_DECREF(names);
        return -1;
    }
    return 0;
}

int
kept_answer_exec(PyObject *module, PyObject *source)
{
    PyObject *copy = PyDict_Copy(source);
    int status = PyModule_AddObject(module, "copy", copy);
    if (status == -1) {
        Py_XDECREF(copy);
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
    Py_INCREF(text);
    if (PyModule_AddObject(module, "text", text) != 0) {
        Py_DECREF(text);
        Py_DECREF(text);
        return -1;
    }
    Py_DECREF(text);
    return 0;
}

/* The struct owns it, whether the module takes another or not. */
typedef struct { PyObject *table; } owner;

int
stored_exec(PyObject *module, owner *o)
{
    o->table = PyDict_New();
    if (o->table == NULL) {
        return -1;
    }
    return PyModule_AddObject(module, "table", o->table);
}

#define CHECK(call) do { if ((call) < 0) goto error; } while (0)

/* The macro leaves the function. */
int
by_macro_exec(PyObject *module)
{
    PyObject *list = PyList_New(0);
    CHECK(PyModule_AddObject(module, "list", list));
    return 0;
error:
    Py_XDECREF(list);
    return -1;
}
