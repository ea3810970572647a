#define Py_LIMITED_API 3 //~ LIM002
#include <Python.h>
