/* A type by position, with a dealloc function, and slots set before it is made ready. */
#include <Python.h>

typedef struct {
    PyObject_HEAD
    PyObject *value;
} Box;

static PyTypeObject Box_Type;

#define Box_Check(op) (Py_TYPE(op) == &Box_Type)

static void
Box_dealloc(Box *self)
{
    Py_XDECREF(self->value);
    Py_TYPE(self)->tp_free((PyObject *)self);
}

static int
Box_init(Box *self, PyObject *args, PyObject *kwargs)
{
    PyObject *value;
    if (!PyArg_ParseTuple(args, "O", &value)) {
        return -1;
    }
    Py_INCREF(value);
    Py_XSETREF(self->value, value);
    return 0;
}

static PyObject *
Box_repr(Box *self)
{
    return PyUnicode_FromFormat("Box(%R)", self->value);
}

static PyObject *
Box_get(Box *self, PyObject *Py_UNUSED(ignored))
{
    Py_INCREF(self->value);
    return self->value;
}

static PyMethodDef Box_methods[] = {
    {"get", (PyCFunction)Box_get, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static Py_ssize_t
Box_length(PyObject *self)
{
    return 1;
}

static PySequenceMethods Box_as_sequence = {
    Box_length,                 /* sq_length */
    0,                          /* sq_concat */
};

static PyTypeObject Box_Type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    "positional.Box",           /* tp_name */
    sizeof(Box),                /* tp_basicsize */
    0,                          /* tp_itemsize */
    (destructor)Box_dealloc,    /* tp_dealloc */
    0,                          /* tp_print */
    0,                          /* tp_getattr */
    0,                          /* tp_setattr */
    0,                          /* tp_reserved */
    (reprfunc)Box_repr,         /* shown in messages */
    0,                          /* tp_as_number */
    &Box_as_sequence,           /* tp_as_sequence */
    0,                          /* tp_as_mapping */
    0,                          /* tp_hash */
    0,                          /* tp_call */
    0,                          /* tp_str */
    0,                          /* tp_getattro */
    0,                          /* tp_setattro */
    0,                          /* tp_as_buffer */
    /* Subclasses are fine. */
    Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE,   /* tp_flags */
    "A box.",                   /* tp_doc */
    0,                          /* tp_traverse */
    0,                          /* tp_clear */
    0,                          /* tp_richcompare */
    0,                          /* tp_weaklistoffset */
    0,                          /* tp_iter */
    0,                          /* tp_iternext */
    Box_methods,                /* tp_methods */
    0,                          /* tp_members */
    0,                          /* tp_getset */
    0,                          /* tp_base */
    0,                          /* tp_dict */
    0,                          /* tp_descr_get */
    0,                          /* tp_descr_set */
    0,                          /* tp_dictoffset */
    (initproc)Box_init,         /* tp_init */
};

static PyObject *
is_box(PyObject *module, PyObject *op)
{
    return PyBool_FromLong(Box_Check(op) && PyObject_TypeCheck(op, &Box_Type));
}

static PyMethodDef methods[] = {
    {"is_box", is_box, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT, "positional", NULL, -1, methods,
};

PyMODINIT_FUNC
PyInit_positional(void)
{
    PyObject *m;

    Box_Type.tp_new = PyType_GenericNew;
    if (PyType_Ready(&Box_Type) < 0) {
        return NULL;
    }
    m = PyModule_Create(&module);
    if (m == NULL) {
        return NULL;
    }
    Py_INCREF(&Box_Type);
    if (PyModule_AddObject(m, "Box", (PyObject *)&Box_Type) < 0) {
        Py_DECREF(&Box_Type);
        Py_DECREF(m);
        return NULL;
    }
    return m;
}
