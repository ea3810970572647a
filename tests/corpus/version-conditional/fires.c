#define Py_TARGET_ABI3T 0x030F0000
#include <Python.h>

static const int counts[] = {
#ifndef Py_GIL_DISABLED //~ LIM016
    1,
#endif
    2,
};

int
locked(void)
{
#if defined(Py_GIL_DISABLED)
    return counts[0];
#else
    return 0;
#endif
}
