#define Py_TARGET_ABI3T 0x030F0000
#include <Python.h>

PySlot slots[1];

#ifndef Py_TARGET_ABI3T
PyModuleDef definition;
#endif
