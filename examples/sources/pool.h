/* A pool of buffers: what its two files share. */
#ifndef POOL_H
#define POOL_H

#include <Python.h>

typedef struct {
    PyObject_HEAD
    PyObject *on_release;
    Py_ssize_t used;
} PoolObject;

typedef struct {
    PyTypeObject *pool_type;
} pool_state;

extern PyType_Spec pool_spec;

#endif
