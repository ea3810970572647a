#include <Python.h>

typedef struct { int n; } Data;

/* The class that defines the method. */
static PyObject *
get(PyObject *self, PyTypeObject *cls, PyObject *const *args, Py_ssize_t n, PyObject *names)
{
    Data *data = PyObject_GetTypeData(self, cls);
    return PyLong_FromLong(data->n);
}

/* The class that has the token. */
static int marker;
static PyObject *
by_token(PyObject *self, PyObject *unused)
{
    PyTypeObject *base;
    if (PyType_GetBaseByToken(Py_TYPE(self), &marker, &base) <= 0) {
        return NULL;
    }
    Data *data = PyObject_GetTypeData(self, base);
    PyObject *result = PyLong_FromLong(data->n);
    Py_DECREF(base);
    return result;
}

/* The object's own, in a local. */
static PyObject *
own(PyObject *self, PyObject *unused)
{
    PyTypeObject *type = Py_TYPE(self);
    Data *data = PyObject_GetTypeData(self, type); //~ HT012
    return PyLong_FromLong(data->n);
}

static PyMethodDef methods[] = {
    {"get", (PyCFunction)get, METH_METHOD | METH_FASTCALL | METH_KEYWORDS, NULL},
    {"by_token", by_token, METH_NOARGS, NULL},
    {"own", own, METH_NOARGS, NULL},
    {NULL},
};

static PyType_Slot slots[] = {{Py_tp_methods, methods}, {Py_tp_token, &marker}, {0, NULL}};
PyType_Spec spec = {
    "m.T", -(int)sizeof(Data), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_BASETYPE, slots,
};

int
add_types(PyObject *module)
{
    return PyModule_Add(module, "T", PyType_FromModuleAndSpec(module, &spec, NULL));
}
