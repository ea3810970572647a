#define Py_LIMITED_API 0x030A0000
#include <Python.h>

size_t
length(const char *text)
{
    return strlen(text);
}
