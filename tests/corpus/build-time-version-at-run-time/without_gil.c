/* One file for both kinds of build. */
#define Py_TARGET_ABI3T 0x030F0000
#include <Python.h>

int
value(void)
{
    return PY_VERSION_HEX >= 0x030F0000;
}
