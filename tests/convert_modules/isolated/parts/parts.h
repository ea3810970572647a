#ifndef PARTS_H
#define PARTS_H

#include <Python.h>

typedef struct {
    PyObject_HEAD
    long size;
    PyObject *weak;
} PartObject;

extern PyTypeObject Part_Type;

#endif
