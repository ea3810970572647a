/* What comes out the same for all Pythons that load the file, what asks at run time, and what is no code. */
#define Py_LIMITED_API 0x030B0000
#include <Python.h>
#if PY_VERSION_HEX >= 0x030D0000
#define NEW 1
#endif

int
older(void)
{
#if PY_VERSION_HEX >= 0x030B0000
    return 1;
#else
    return 0;
#endif
}

int
limited(void)
{
#if PY_VERSION_HEX >= 0x030D0000 && Py_LIMITED_API+0 >= 0x030D0000
    return 1;
#endif
#ifdef HAVE_FAST_PATH
    return 2;
#endif
    return PY_VERSION_HEX < 0x030A0000;
}

unsigned long
at_run_time(void)
{
    return Py_Version >= 0x030C0000 ? PY_VERSION_HEX : 0;
}
