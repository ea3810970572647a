/* Py_Version is not there yet. */
#define Py_LIMITED_API 0x03090000
#include <Python.h>

int
value(void)
{
#if PY_VERSION_HEX >= 0x030C0000 //~ ABI015
    return 1;
#else
    return 0;
#endif
}
