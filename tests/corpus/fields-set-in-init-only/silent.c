#include <Python.h>

typedef struct { int fd; } handle;
typedef struct { PyObject_HEAD handle *h; int ready; } File;

static int
file_init(File *self, PyObject *args, PyObject *kwargs)
{
    self->h = PyMem_Calloc(1, sizeof(handle));
    self->ready = 1;
    return self->h ? 0 : -1;
}

/* Another field says whether the pointer is set. */
static int
file_check(File *self)
{
    if (!self->ready) {
        PyErr_SetString(PyExc_ValueError, "__init__ has not run");
        return -1;
    }
    return 0;
}

static PyObject *
file_fileno(File *self, PyObject *unused)
{
    if (file_check(self) < 0) {
        return NULL;
    }
    return PyLong_FromLong(self->h->fd);
}

static PyMethodDef file_methods[] = {{"fileno", (PyCFunction)file_fileno, METH_NOARGS}, {NULL}};

PyTypeObject File_Type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.File",
    .tp_basicsize = sizeof(File),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_methods = file_methods,
    .tp_init = (initproc)file_init,
    .tp_new = PyType_GenericNew,
};

/* Set in tp_new; and a type that Python code cannot instantiate. */
typedef struct { PyObject_HEAD handle *end; } Pipe;

static PyObject *
pipe_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    Pipe *self = (Pipe *)type->tp_alloc(type, 0);
    if (self != NULL) {
        self->end = PyMem_Calloc(1, sizeof(handle));
    }
    return (PyObject *)self;
}

static int
pipe_init(Pipe *self, PyObject *args, PyObject *kwargs)
{
    self->end = PyMem_Realloc(self->end, sizeof(handle));
    return 0;
}

static PyObject *
pipe_end(Pipe *self, void *closure)
{
    return PyLong_FromLong(self->end->fd);
}

static PyGetSetDef pipe_getset[] = {{"end", (getter)pipe_end}, {NULL}};
PyTypeObject Pipe_Type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    "m.Pipe", sizeof(Pipe), .tp_flags = Py_TPFLAGS_DEFAULT, .tp_getset = pipe_getset,
    .tp_init = (initproc)pipe_init, .tp_new = pipe_new,
};
PyTypeObject Closed_Type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    "m.Closed", sizeof(Pipe), .tp_flags = Py_TPFLAGS_DEFAULT, .tp_getset = pipe_getset,
    .tp_init = (initproc)pipe_init,
};
