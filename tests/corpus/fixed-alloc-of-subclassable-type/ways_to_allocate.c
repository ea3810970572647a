#include <Python.h>

typedef struct { PyObject_HEAD int fd; } File;
#define OPEN (Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE)

/* Memory of the type's size, and the object set up in it. */
static PyObject *
init_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    File *self = PyObject_Malloc(sizeof(File));
    if (self == NULL) {
        return PyErr_NoMemory();
    }
    return PyObject_Init((PyObject *)self, type); //~ GC011
}
static PyType_Slot init_slots[] = {{Py_tp_new, init_new}, {0, NULL}};
PyType_Spec init_spec = {"m.Init", sizeof(File), 0, OPEN, init_slots};

/* Items behind it. */
static PyObject *
var_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    return (PyObject *)PyObject_NewVar(File, type, 4); //~ GC011
}
static PyType_Slot var_slots[] = {{Py_tp_new, var_new}, {0, NULL}};
PyType_Spec var_spec = {"m.Var", sizeof(File), 1, OPEN, var_slots};

/* A static type is subclassed as well. */
static PyObject *
static_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    File *self = PyObject_New(File, type); //~ GC011
    if (self != NULL) {
        self->fd = -1;
    }
    return (PyObject *)self;
}
static PyTypeObject static_type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.Static", .tp_basicsize = sizeof(File), .tp_flags = OPEN, .tp_new = static_new,
};
