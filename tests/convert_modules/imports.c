/* It imports other modules while it is filled. */
#include <Python.h>

static int
borrow(PyObject *m)
{
    PyObject *other = PyImport_ImportModule("keyword");
    PyObject *value = other ? PyObject_GetAttrString(other, "kwlist") : NULL;
    int failed = !value || PyModule_AddObjectRef(m, "words", value) < 0;
    Py_XDECREF(value);
    Py_XDECREF(other);
    return failed ? -1 : 0;
}

static struct PyModuleDef imports = {PyModuleDef_HEAD_INIT, "imports", NULL, 0, NULL};

PyMODINIT_FUNC
PyInit_imports(void)
{
    PyObject *m = PyModule_Create(&imports);
    if (m == NULL) {
        return NULL;
    }
    if (borrow(m) < 0) {
        Py_DECREF(m);
        return NULL;
    }
    return m;
}
