/* ctype.h and unistd.h as well. */
#define Py_LIMITED_API 0x030D0000
#include <Python.h>
#include <string.h>

PyObject *
first(const char *text)
{
    return PyLong_FromSize_t(strlen(text) + tolower(text[0])); //~ LIM006
}
