#include <Python.h>

typedef struct { int fd; } handle;
typedef struct { PyObject_HEAD handle *h; PyObject *name; } File;

static int
file_init(File *self, PyObject *args, PyObject *kwargs)
{
    self->h = PyMem_Calloc(1, sizeof(handle));
    self->name = PyUnicode_FromString("file");
    return self->h ? 0 : -1;
}

static PyObject *
file_fileno(File *self, PyObject *unused)
{
    return PyLong_FromLong(self->h->fd); //~ HT016
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

/* A tp_new that leaves the pointer alone. */
static PyObject *
pipe_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    return type->tp_alloc(type, 0);
}

typedef struct { PyObject_HEAD handle *end; } Pipe;

static int
pipe_init(Pipe *self, PyObject *args, PyObject *kwargs)
{
    self->end = PyMem_Calloc(1, sizeof(handle));
    return self->end ? 0 : -1;
}

static int
number(handle *end)
{
    return end->fd;
}

static PyObject *
pipe_end(Pipe *self, void *closure)
{
    return PyLong_FromLong(number(self->end)); //~ HT016
}

static PyGetSetDef pipe_getset[] = {{"end", (getter)pipe_end}, {NULL}};
PyTypeObject Pipe_Type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    "m.Pipe", sizeof(Pipe), .tp_flags = Py_TPFLAGS_DEFAULT, .tp_getset = pipe_getset,
    .tp_init = (initproc)pipe_init, .tp_new = pipe_new,
};
