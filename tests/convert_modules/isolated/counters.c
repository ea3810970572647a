/* A static type, and what its methods, slots and properties share with the module: an exception, a cache, the type. */
#include <Python.h>
#include <structmember.h>

typedef struct {
    PyObject_HEAD
    long value;
} Counter;

static PyTypeObject Counter_Type;

static PyObject *Error, *cache;
#if PY_VERSION_HEX >= 0x03000000
static PyObject *last = NULL;
#endif

#define Counter_Check(op) (Py_TYPE(op) == &Counter_Type)

static PyObject *make(long value);

static int
keep(PyObject *object)
{
    if (PyDict_SetItemString(cache, "kept", object) < 0)
        return -1;
    Py_CLEAR(last);
    last = Py_NewRef(object);
    return 0;
}

static PyObject *
make(long value)
{
    Counter *self = PyObject_New(Counter, &Counter_Type);
    if (self != NULL)
        self->value = value;
    return (PyObject *)self;
}

static PyObject *
Counter_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    long value = 0;
    if (!PyArg_ParseTuple(args, "|l", &value))
        return NULL;
    if (value < 0) {
        PyErr_SetString(Error, "below zero");
        return NULL;
    }
    Counter *self = (Counter *)type->tp_alloc(type, 0);
    if (self != NULL)
        self->value = value;
    return (PyObject *)self;
}

static void
Counter_dealloc(PyObject *self)
{
    Py_TYPE(self)->tp_free(self);
}

static PyObject *
Counter_add(PyObject *left, PyObject *right)
{
    if (!Counter_Check(left) || !Counter_Check(right))
        Py_RETURN_NOTIMPLEMENTED;
    return make(((Counter *)left)->value + ((Counter *)right)->value);
}

static PyObject *
Counter_iadd(PyObject *self, PyObject *other)
{
    if (keep(other) < 0)
        return NULL;
    ((Counter *)self)->value++;
    return Py_NewRef(self);
}

static PyObject *
Counter_repr(PyObject *self)
{
    return PyUnicode_FromFormat("%ld of %zd", ((Counter *)self)->value, PyDict_Size(cache));
}

static PyObject *
Counter_keep(PyObject *self, PyObject *Py_UNUSED(ignored))
{
    if (keep(self) < 0)
        return NULL;
    Py_RETURN_NONE;
}

static PyObject *
Counter_last(PyObject *Py_UNUSED(self), PyObject *Py_UNUSED(ignored))
{
    return Py_NewRef(last ? last : Py_None);
}

static PyObject *
Counter_zero(PyObject *cls, PyObject *Py_UNUSED(ignored))
{
    return make(0);
}

static PyObject *
Counter_again(Counter *self, PyObject *Py_UNUSED(ignored))
{
    return Counter_keep((PyObject *)self, NULL);
}

static PyObject *
get_cache(PyObject *self, void *Py_UNUSED(closure))
{
    return Py_NewRef(cache);
}

static PyMethodDef Counter_methods[] = {
    {"keep", Counter_keep, METH_NOARGS, NULL},
    {"last", Counter_last, METH_NOARGS, NULL},
    {"again", (PyCFunction)Counter_again, METH_NOARGS, NULL},
    {"zero", Counter_zero, METH_CLASS | METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL}
};

static PyGetSetDef Counter_getset[] = {
    {"cache", get_cache, NULL, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL}
};

static PyNumberMethods Counter_number = {
    .nb_add = Counter_add,
    .nb_inplace_add = Counter_iadd,
};

static PyTypeObject Counter_Type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "counters.Counter",
    .tp_basicsize = sizeof(Counter),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE,
    .tp_new = Counter_new,
    .tp_dealloc = Counter_dealloc,
    .tp_repr = Counter_repr,
    .tp_as_number = &Counter_number,
    .tp_methods = Counter_methods,
    .tp_getset = Counter_getset,
};

static PyObject *
module_make(PyObject *Py_UNUSED(module), PyObject *arg)
{
    long value = PyLong_AsLong(arg);
    if (value == -1 && PyErr_Occurred())
        return NULL;
    return make(value);
}

static PyMethodDef methods[] = {
    {"make", module_make, METH_O, NULL},
    {NULL, NULL, 0, NULL}
};

static struct PyModuleDef countersmodule = {
    PyModuleDef_HEAD_INIT,
    .m_name = "counters",
    .m_size = -1,
    .m_methods = methods,
};

PyMODINIT_FUNC
PyInit_counters(void)
{
    PyObject *m = PyModule_Create(&countersmodule);
    if (m == NULL)
        return NULL;
    cache = PyDict_New();
    Error = PyErr_NewException("counters.Error", NULL, NULL);
    if (cache == NULL || Error == NULL || PyType_Ready(&Counter_Type) < 0)
        goto fail;
    Py_INCREF(Error);
    if (PyModule_AddObject(m, "Error", Error) < 0) {
        Py_DECREF(Error);
        goto fail;
    }
    if (PyModule_AddType(m, &Counter_Type) < 0)
        goto fail;
    return m;

fail:
    Py_DECREF(m);
    return NULL;
}
