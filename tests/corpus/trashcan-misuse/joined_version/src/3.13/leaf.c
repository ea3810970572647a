#include <Python.h>
typedef struct { PyObject_HEAD PyObject *next; } Leaf;
