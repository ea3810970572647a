#include <Python.h>

typedef struct { PyObject_HEAD int fd; } F;
typedef struct { int n; } state;

/* The class of a class method may be a subclass. */
static PyObject *
make(PyObject *cls, PyObject *unused)
{
    state *st = PyType_GetModuleState((PyTypeObject *)cls); //~ HT002
    return PyLong_FromLong(st->n);
}

static PyObject *
module_of(PyObject *self, void *closure)
{
    return Py_XNewRef(PyType_GetModule(Py_TYPE(self))); //~ HT002
}

/* The class that a token finds. */
static int marker;
static PyObject *
by_token(PyObject *self, PyObject *unused)
{
    PyTypeObject *base;
    if (PyType_GetBaseByToken(Py_TYPE(self), &marker, &base) <= 0) {
        return NULL;
    }
    state *st = PyType_GetModuleState(base);
    Py_DECREF(base);
    return PyLong_FromLong(st->n);
}

/* A static method gets no class. */
static PyObject *
plain(PyObject *cls, PyObject *type)
{
    state *st = PyType_GetModuleState((PyTypeObject *)type);
    return PyLong_FromLong(st->n);
}

static PyMethodDef methods[] = {
    {"make", make, METH_NOARGS | METH_CLASS, NULL},
    {"by_token", by_token, METH_NOARGS, NULL},
    {"plain", plain, METH_O | METH_STATIC, NULL},
    {NULL},
};
static PyGetSetDef getset[] = {{"module", module_of, NULL, NULL, NULL}, {NULL}};

static PyType_Slot slots[] = {{Py_tp_methods, methods}, {Py_tp_getset, getset}, {Py_tp_token, &marker}, {0, NULL}};
PyType_Spec spec = {
    "m.T", sizeof(F), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_BASETYPE, slots,
};

int
add_types(PyObject *module)
{
    return PyModule_Add(module, "T", PyType_FromModuleAndSpec(module, &spec, NULL));
}
