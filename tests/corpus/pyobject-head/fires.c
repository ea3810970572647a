#define Py_TARGET_ABI3T 0x030F0000
#include <Python.h>

typedef struct {
    PyObject_HEAD //~ LIM010
    int x;
} X;
