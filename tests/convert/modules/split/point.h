#ifndef POINT_H
#define POINT_H

#include <Python.h>

typedef struct {
    PyObject_HEAD
    double x, y;
} Point;

extern PyTypeObject Point_Type;
extern PyTypeObject Place_Type;

#define Point_Check(op) PyObject_TypeCheck(op, &Point_Type)

#endif
