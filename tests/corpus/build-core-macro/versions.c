#include <Python.h>

#if PY_VERSION_HEX >= 0x030B00A6
#define Py_BUILD_CORE 1 //~ ABI003
#include "internal/pycore_frame.h" //~ ABI001
#endif
