/* What internal headers declare is not known: they are what is wrong here. */
#include <Python.h>
#if PY_VERSION_HEX >= 0x030D0000
#define Py_BUILD_CORE //~ ABI003
#include "internal/pycore_time.h" //~ ABI001
#endif

_PyTime_t started;
