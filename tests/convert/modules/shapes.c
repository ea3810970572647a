/* Slots in a macro, a base that is known at run time, a buffer, a call by vector, offsets without a table of members. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <datetime.h>
#include <stddef.h>

typedef struct {
    PyObject_HEAD
    char bytes[4];
} Bytes;

static void
bytes_dealloc(PyObject *self)
{
    PyObject_Del(self);
}

static int
bytes_getbuffer(PyObject *self, Py_buffer *view, int flags)
{
    return PyBuffer_FillInfo(view, self, ((Bytes *)self)->bytes, 4, 1, flags);
}

static PyBufferProcs bytes_as_buffer = {
    (getbufferproc)bytes_getbuffer,
    NULL,
};

#define SHARED_FIELDS \
    .tp_basicsize = sizeof(Bytes), \
    .tp_dealloc = bytes_dealloc, \
    .tp_flags = Py_TPFLAGS_DEFAULT,

static PyTypeObject Bytes_Type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "shapes.Bytes",
    .tp_as_buffer = &bytes_as_buffer,
    SHARED_FIELDS
    .tp_new = PyType_GenericNew,
};

static PyTypeObject Other_Type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "shapes.Other",
    SHARED_FIELDS
};

typedef struct {
    PyObject_HEAD
    PyObject *weakrefs;
    vectorcallfunc call;
} Caller;

static PyObject *
caller_call(PyObject *self, PyObject *const *args, size_t nargsf, PyObject *kwnames)
{
    return PyLong_FromSsize_t(PyVectorcall_NARGS(nargsf));
}

static PyObject *
caller_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    Caller *self = (Caller *)type->tp_alloc(type, 0);
    if (self != NULL) {
        self->call = caller_call;
    }
    return (PyObject *)self;
}

/* The object is given back in each branch. */
static void
caller_dealloc(Caller *op)
{
    if (op->weakrefs != NULL)
        PyObject_ClearWeakRefs((PyObject *)op);
    if (op->call == NULL)
        PyObject_Free(op);
    else
        Py_TYPE(op)->tp_free(op);
}

static PyTypeObject Caller_Type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "shapes.Caller",
    .tp_basicsize = sizeof(Caller),
    .tp_dealloc = (destructor)caller_dealloc,
    .tp_vectorcall_offset = offsetof(Caller, call),
    .tp_weaklistoffset = offsetof(Caller, weakrefs),
    .tp_call = PyVectorcall_Call,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_VECTORCALL,
    .tp_new = caller_new,
};

typedef struct {
    PyObject_HEAD
} Zone;

static PyTypeObject Zone_Type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "shapes.Zone",
    .tp_basicsize = sizeof(Zone),
    .tp_flags = Py_TPFLAGS_DEFAULT
#ifdef Py_TPFLAGS_SEQUENCE
        | Py_TPFLAGS_SEQUENCE
#endif
    ,
#ifdef WITH_ITERATION
    .tp_iter = PyObject_SelfIter,
#endif
};

static PyTypeObject Error_Type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "shapes.Error",
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE,
};

static PyObject *
other(PyObject *module, PyObject *Py_UNUSED(ignored))
{
    return (PyObject *)PyObject_New(Bytes, &Other_Type);
}

static PyMethodDef methods[] = {
    {"other", other, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "shapes", NULL, -1, methods};

PyMODINIT_FUNC
PyInit_shapes(void)
{
    PyDateTime_IMPORT;
    if (PyDateTimeAPI == NULL) {
        return NULL;
    }
    PyObject *m = PyModule_Create(&module);
    if (m == NULL) {
        return NULL;
    }
    Py_SET_TYPE(&Bytes_Type, &PyType_Type);
    Zone_Type.tp_base = PyDateTimeAPI->TZInfoType;
    Error_Type.tp_base = (PyTypeObject *)PyExc_ValueError;
    if (PyType_Ready(&Bytes_Type) < 0 || PyType_Ready(&Other_Type) < 0 || PyType_Ready(&Caller_Type) < 0
        || PyType_Ready(&Zone_Type) < 0 || PyType_Ready(&Error_Type) < 0) {
        Py_DECREF(m);
        return NULL;
    }
    PyObject *d = PyModule_GetDict(m);
    PyDict_SetItemString(d, "Bytes", (PyObject *)&Bytes_Type);
    PyDict_SetItemString(d, "Caller", (PyObject *)&Caller_Type);
    PyDict_SetItemString(d, "Zone", (PyObject *)&Zone_Type);
    PyDict_SetItemString(d, "Error", (PyObject *)&Error_Type);
    return m;
}
