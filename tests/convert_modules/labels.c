/* What fails goes to labels: one that only the test of the module led to, and one that others lead to as well. */
#include <Python.h>
#include <stdlib.h>

static PyMethodDef methods[] = {{NULL, NULL, 0, NULL}};

static PyModuleDef def = {PyModuleDef_HEAD_INIT, "labels", NULL, -1, methods, NULL, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit_labels(void)
{
    PyObject *dict, *m, *value = NULL;
    int i;

    m = PyModule_Create(&def);
    if (!m)
        goto none;
    dict = PyModule_GetDict(m);

    for (i = 0; i < 3; i++) {
        char name[] = "a";
        name[0] += i;
        value = PyLong_FromLong(i);
        if (value == NULL)
            goto failed;
        if (PyDict_SetItemString(dict, name, value) < 0)
            goto failed;
        Py_CLEAR(value);
    }
    if (getenv("LABELS_FAIL")) {
        PyErr_SetString(PyExc_RuntimeError, "as asked");
        goto failed;
    }
    return m;

failed:
    Py_XDECREF(value);
    Py_XDECREF(m);
    return NULL;

none:
    return NULL;
}
