/* How the function is left where a call in it fails: the edit leaves it the same way, or there is none. */
#include <Python.h>

int
one_label(PyObject *module) //~ INIT017
{
    PyObject *value = PyLong_FromLong(1);
    if (value == NULL)
        goto fail;
    PyModule_AddObject(module, "value", value); //~ INIT016 ABI006
    return 0;
fail:
    return -1;
}

int
two_labels(PyObject *module) //~ INIT017
{
    PyObject *value = PyLong_FromLong(1);
    if (value == NULL)
        goto fail;
    PyModule_AddObject(module, "value", value); //~ INIT016
    if (PyErr_Occurred())
        goto other;
    return 0;
other:
    PyErr_Clear();
fail:
    return -1;
}

/* A label that stands before the call is a loop. */
int
label_before(PyObject *module) //~ INIT017
{
again:;
    PyObject *value = PyLong_FromLong(1);
    if (value == NULL)
        goto again;
    PyModule_AddObject(module, "value", value); //~ INIT016
    return 0;
}

/* No function of this kind shows how it fails. */
int
never_fails(PyObject *module) //~ INIT017
{
    PyObject *value = PyLong_FromLong(1);
    PyModule_AddObject(module, "value", value); //~ INIT016
    return 0;
}

unsigned
no_int(PyObject *module) //~ INIT017
{
    PyObject *value = PyLong_FromLong(1);
    if (value == NULL)
        return -1;
    PyModule_AddObject(module, "value", value); //~ INIT016
    return 0;
}

int *
pointer(PyObject *module) //~ INIT017
{
    PyObject *value = PyLong_FromLong(1);
    if (value == NULL)
        return (int *)-1;
    PyModule_AddObject(module, "value", value); //~ INIT016
    return 0;
}

static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, "spam", NULL, -1};

PyMODINIT_FUNC
PyInit_spam(void) //~ INIT001
{
    PyObject *module = PyModule_Create(&definition);
    if (module == NULL)
        return NULL;
    PyObject *value = PyLong_FromLong(1);
    PyModule_AddObject(module, "value", value); //~ INIT016
    return module;
}

/* Tests that hold where the call failed, and tests that say something else. */
int
tests(PyObject *module) //~ INIT017
{
    PyObject *a = PyList_New(0);
    if (a == NULL)
        return -1;
    if (PyModule_AddObject(module, "a", a) < 0) //~ INIT016
        return -1;
    PyObject *b = PyList_New(0);
    if (b == NULL)
        return -1;
    if (PyModule_AddObject(module, "b", b) == -1)
        return -1;
    PyObject *c = PyList_New(0);
    if (c == NULL)
        return -1;
    if (PyModule_AddObject(module, "c", c) == 0)
        return 0;
    PyObject *d = PyList_New(0);
    if (d == NULL)
        return -1;
    if (0 < PyModule_AddObject(module, "d", d))
        return -1;
    PyObject *e = PyList_New(0);
    if (e == NULL)
        return -1;
    if (PyModule_AddObject(module, "e", e) < 1)
        return -1;
    return 0;
}
