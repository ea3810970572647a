/* Other macros, the other kind of build, and what is no code. */
#define Py_TARGET_ABI3T 0x030F0000
#include <Python.h>
#ifdef Py_GIL_DISABLED
#define LOCKED 1
#endif

int
locked(void)
{
#ifndef Py_TARGET_ABI3T
#ifdef Py_GIL_DISABLED
    return 1;
#endif
#endif
#ifdef HAVE_LOCKS
    return 2;
#endif
    return 0;
}
