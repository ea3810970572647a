/* Another header may bring it. */
#define Py_LIMITED_API 0x030B0000
#include <Python.h>
#include <zlib.h>

size_t
length(const char *text)
{
    return strlen(text);
}
