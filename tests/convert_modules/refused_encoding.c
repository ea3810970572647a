/* The types of a file that is not UTF-8 stay: what is moved could not be written as it was. */
#include <Python.h>

static PyObject *
Cafe_repr(PyObject *self)
{
    return PyUnicode_FromString("Cafe()");
}

static PyTypeObject Cafe_Type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "refused_encoding.Cafe",
    .tp_basicsize = sizeof(PyObject),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_repr = Cafe_repr, /* café */
};

static PyModuleDef refused_encoding_module = {
    PyModuleDef_HEAD_INIT,
    "refused_encoding",
    NULL,
    -1,
};

PyMODINIT_FUNC
PyInit_refused_encoding(void)
{
    PyObject *m = PyModule_Create(&refused_encoding_module);
    if (m == NULL) {
        return NULL;
    }
    if (PyModule_AddType(m, &Cafe_Type) < 0) {
        Py_DECREF(m);
        return NULL;
    }
    return m;
}
