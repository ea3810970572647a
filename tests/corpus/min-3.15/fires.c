#define Py_TARGET_ABI3T 0x030E0000 //~ LIM017
#include <Python.h>
