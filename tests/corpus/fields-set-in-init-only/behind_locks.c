/* An `if` that goes on whatever it finds is no question: a lock that is waited for. One that leaves is. */
#include <Python.h>

typedef struct {
    int fd;
    void *st;
} handle;

typedef struct {
    PyObject_HEAD
    PyThread_type_lock lock;
    handle *h;
} File;

#define LOCK(o) \
    do { \
        if (!PyThread_acquire_lock((o)->lock, 0)) { \
            Py_BEGIN_ALLOW_THREADS \
            PyThread_acquire_lock((o)->lock, 1); \
            Py_END_ALLOW_THREADS \
        } \
    } while (0)

#define LOCK_OR_LEAVE(o) \
    do { \
        if (!PyThread_acquire_lock((o)->lock, 0)) { \
            return NULL; \
        } \
    } while (0)

static PyObject *
file_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    File *self = (File *)type->tp_alloc(type, 0);
    if (self == NULL)
        return NULL;
    if ((self->lock = PyThread_allocate_lock()) == NULL) {
        Py_DECREF(self);
        return NULL;
    }
    return (PyObject *)self;
}

static int
file_init(File *self, PyObject *args, PyObject *kwargs)
{
    self->h = PyMem_Malloc(sizeof(handle));
    return self->h ? 0 : -1;
}

static PyObject *
file_encode(File *self, PyObject *unused)
{
    LOCK(self);
    self->h->st = NULL; //~ HT016
    PyThread_release_lock(self->lock);
    Py_RETURN_NONE;
}

static PyMethodDef file_methods[] = {{"encode", (PyCFunction)file_encode, METH_NOARGS}, {NULL}};

PyTypeObject File_Type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.File",
    .tp_basicsize = sizeof(File),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_new = file_new,
    .tp_init = (initproc)file_init,
    .tp_methods = file_methods,
};

static PyObject *
other_encode(File *self, PyObject *unused)
{
    LOCK_OR_LEAVE(self);
    self->h->st = NULL;
    PyThread_release_lock(self->lock);
    Py_RETURN_NONE;
}

static PyMethodDef other_methods[] = {{"encode", (PyCFunction)other_encode, METH_NOARGS}, {NULL}};

PyTypeObject Other_Type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.Other",
    .tp_basicsize = sizeof(File),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_new = file_new,
    .tp_init = (initproc)file_init,
    .tp_methods = other_methods,
};
