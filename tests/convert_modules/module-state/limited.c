/* The limited API knows what finds a module by a type later than Python does. */
#define Py_LIMITED_API 0x030a0000
#include <Python.h>

static PyObject *Error;

static PyObject *
thing_fail(PyObject *self, PyObject *ignored)
{
    PyErr_SetString(Error, "as asked");
    return NULL;
}

static PyMethodDef thing_methods[] = {
    {"fail", thing_fail, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL}
};

static PyType_Slot thing_slots[] = {
    {Py_tp_methods, thing_methods},
    {0, NULL}
};

static PyType_Spec thing_spec = {
    .name = "limited.Thing",
    .basicsize = 2 * sizeof(void *),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE,
    .slots = thing_slots,
};

static struct PyModuleDef limited_module = {
    PyModuleDef_HEAD_INIT,
    "limited",
    NULL,
    -1,
};

PyMODINIT_FUNC
PyInit_limited(void)
{
    PyObject *m = PyModule_Create(&limited_module);
    if (m == NULL)
        return NULL;
    PyObject *type = PyType_FromSpec(&thing_spec);
    if (type == NULL || PyModule_AddObjectRef(m, "Thing", type) < 0)
        goto fail;
    Py_DECREF(type);
    Error = PyErr_NewException("limited.Error", NULL, NULL);
    if (Error == NULL || PyModule_AddObjectRef(m, "Error", Error) < 0)
        goto fail;
    return m;

fail:
    Py_DECREF(m);
    return NULL;
}
