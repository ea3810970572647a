#define Py_BUILD_CORE 1 //~ ABI003
#include <Python.h>

#ifdef _WIN32
#  define Py_BUILD_CORE_MODULE //~ ABI003
#endif
