/* Built for one version: the headers are those of the interpreter. */
#include <Python.h>

int
value(void)
{
#if PY_VERSION_HEX >= 0x030C0000
    return 1;
#else
    return PY_MINOR_VERSION > 10;
#endif
}
