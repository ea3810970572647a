#define Py_LIMITED_API 0x030B0000
#include <Python.h>

static const char *const names[] = {
    "all",
#if PY_VERSION_HEX >= 0x030D0000 //~ ABI015
    "new",
#endif
    NULL,
};

int
by_directive(void)
{
    int n = 0;
#if PY_MINOR_VERSION > 12
    n = 1;
#elif PY_MINOR_VERSION > 11
    n = 2;
#else
    n = 3;
#endif
    return n;
}

int
by_code(void)
{
    if (PY_VERSION_HEX >= 0x030C0000) {
        return names[0] != NULL;
    }
    return 13 <= PY_MINOR_VERSION;
}
