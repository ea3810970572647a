/* Values made under one of many preprocessor conditions. */
#include <Python.h>

int
add_names(PyObject *module)
{
#ifdef HAVE_NAMES
#ifdef HAVE_OTHER
    PyModule_AddIntConstant(module, "other", 1);
#else
    PyModule_AddIntConstant(module, "other", 2);
#endif
#ifdef ON_WINDOWS
    PyObject *first = PyUnicode_FromWideChar(names[0], -1);
    if (first == NULL) {
        return -1;
    }
    PyObject *second = PyUnicode_FromWideChar(names[1], -1);
    if (second == NULL) {
        Py_DECREF(first);
        return -1;
    }
#else
    PyObject *first = PyUnicode_FromString(names[0]);
    if (first == NULL) {
        return -1;
    }
    PyObject *second = PyUnicode_FromString(names[1]);
    if (second == NULL) {
        Py_DECREF(first);
        return -1;
    }
#endif
    PyObject *pair = Py_BuildValue("(NN)", first, second);
    if (pair == NULL) {
        return -1;
    }
    PyModule_AddObject(module, "names", pair); //~ INIT016
#else
    PyObject *pair;
    if (is_south()) {
        PyModule_AddIntConstant(module, "other", 3);
        pair = Py_BuildValue("(zz)", "b", "a");
    } else {
        PyModule_AddIntConstant(module, "other", 4);
        pair = Py_BuildValue("(zz)", "a", "b");
    }
    if (pair == NULL) {
        return -1;
    }
    PyModule_AddObject(module, "names", pair);
#endif
    return 0;
}

int
add_type(PyObject *module, struct state *state)
{
#ifdef HAVE_A
    PyModule_AddIntConstant(module, "a", 1);
#endif
#ifdef HAVE_B
    PyModule_AddIntConstant(module, "b", 1);
#endif
#ifdef HAVE_C
    PyModule_AddIntConstant(module, "c", 1);
#endif
#ifdef HAVE_D
    PyModule_AddIntConstant(module, "d", 1);
#endif
#if defined(HAVE_E) || defined(HAVE_F)
    PyObject *type = (PyObject *)PyStructSequence_NewType(&description);
    if (type == NULL) {
        return -1;
    }
    Py_INCREF(type);
    PyModule_AddObject(module, "type", type); //~ INIT016
    state->type = type;
#endif
    return 0;
}

/* What is released under the same condition, and under the other one, is no leak. */
int
add_released(PyObject *module)
{
#ifdef HAVE_G
    PyObject *value = PyLong_FromLong(1);
#else
    PyObject *value = PyList_New(0);
#endif
    if (PyModule_AddObject(module, "value", value) < 0) { //~ ABI006
#ifdef HAVE_G
        Py_XDECREF(value);
#else
        Py_XDECREF(value);
#endif
        return -1;
    }
    return 0;
}
