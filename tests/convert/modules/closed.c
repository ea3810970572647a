/* A type whose instances are made by a function alone, and whose name has no module. */
#include "Python.h"

typedef struct {
        PyObject_HEAD
        long at;
} Counter;

static PyObject *counter_next(Counter *self)
{
        if (self->at >= 3)
                return NULL;
        return PyLong_FromLong(self->at++);
}

static PyTypeObject CounterType = {
        PyVarObject_HEAD_INIT(NULL, 0)
        .tp_name = "Counter",
        .tp_basicsize = sizeof(Counter),
        .tp_dealloc = (destructor)PyObject_Del,
        .tp_flags = Py_TPFLAGS_DEFAULT,
        .tp_iter = PyObject_SelfIter,
        .tp_iternext = (iternextfunc)counter_next,
};

static int add_type(PyObject *m, const char *name, PyTypeObject *type)
{
        if (PyType_Ready(type) < 0)
                return -1;
        Py_INCREF(type);
        if (PyModule_AddObject(m, name, (PyObject *)type) < 0) {
                Py_DECREF(type);
                return -1;
        }
        return 0;
}

static PyObject *count(PyObject *module, PyObject *Py_UNUSED(ignored))
{
        Counter *self = PyObject_New(Counter, &CounterType);
        if (self != NULL)
                self->at = 0;
        return (PyObject *)self;
}

static PyMethodDef methods[] = {
        {"count", count, METH_NOARGS, NULL},
        {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
        PyModuleDef_HEAD_INIT, "closed", NULL, -1, methods,
};

PyMODINIT_FUNC PyInit_closed(void)
{
        PyObject *m = PyModule_Create(&module);
        if (m == NULL)
                return NULL;
        if (add_type(m, "Counter", &CounterType) < 0) {
                Py_DECREF(m);
                return NULL;
        }
        return m;
}
