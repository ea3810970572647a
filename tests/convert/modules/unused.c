/* What nothing uses any more behind a conversion: the functions of slots that code sets anew, and what only they used. And an
   iterator that nothing makes ready. */
#include <Python.h>

typedef struct {
    PyObject_HEAD
    long left;
} CountObject;

static PyObject *zeroed(PyTypeObject *type);

/* Makes one of nothing. */
static PyObject *
zeroed(PyTypeObject *type)
{
    CountObject *self = (CountObject *)type->tp_alloc(type, 0);
    if (self != NULL) {
#ifdef COUNT_FROM_ONE
        self->left = 1;
#else
        self->left = 0;
#endif
    }
    return (PyObject *)self;
}

/* How often it is called. */
static long calls;

static PyObject *
count_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    calls++;
    return zeroed(type);
}

static int
count_init(PyObject *op, PyObject *args, PyObject *kwargs)
{
    return PyArg_ParseTuple(args, "|l", &((CountObject *)op)->left) ? 0 : -1;
}

static PyObject *
down_next(PyObject *op)
{
    CountObject *self = (CountObject *)op;
    return self->left > 0 ? PyLong_FromLong(self->left--) : NULL;
}

static PyTypeObject Down_Type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "unused.Down",
    .tp_basicsize = sizeof(CountObject),
    .tp_dealloc = (destructor)PyObject_Free,
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_iter = PyObject_SelfIter,
    .tp_iternext = down_next,
};

static PyObject *
count_iter(PyObject *op)
{
    CountObject *out = PyObject_New(CountObject, &Down_Type);
    if (out != NULL)
        out->left = ((CountObject *)op)->left;
    return (PyObject *)out;
}

static PyObject *
count_old(PyObject *self, PyObject *ignored)
{
    Py_RETURN_NONE;
}

static PyMethodDef old_methods[] = {
    {"old", count_old, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL}
};

static PyObject *
count_twice(PyObject *op, PyObject *ignored)
{
    return PyLong_FromLong(2 * ((CountObject *)op)->left);
}

static PyMethodDef count_methods[] = {
    {"twice", count_twice, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL}
};

static PyTypeObject Count_Type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "unused.Count",
    .tp_basicsize = sizeof(CountObject),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_iter = count_iter,
    .tp_methods = old_methods,
    .tp_init = count_init,
    .tp_new = count_new,
};

static struct PyModuleDef unused_module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "unused",
    .m_size = -1,
};

PyMODINIT_FUNC
PyInit_unused(void)
{
    PyObject *m = PyModule_Create(&unused_module);
    if (m == NULL)
        return NULL;
    Count_Type.tp_new = PyType_GenericNew;
    Count_Type.tp_methods = count_methods;
    if (PyType_Ready(&Count_Type) < 0)
        return NULL;
    Py_INCREF(&Count_Type);
    if (PyModule_AddObject(m, "Count", (PyObject *)&Count_Type) < 0) {
        Py_DECREF(&Count_Type);
        return NULL;
    }
    return m;
}
