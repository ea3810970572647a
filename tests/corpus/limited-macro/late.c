#include <Python.h>
#define Py_LIMITED_API 0x030A0000 //~ LIM002
