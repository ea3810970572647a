#define Py_LIMITED_API 0x030B0000
#include <Python.h>
#include <stdint.h>

PyObject *
copy(const char *text)
{
    char *own = malloc(strlen(text) + 1); //~ LIM006 LIM006
    if (own == NULL) {
        return errno ? PyErr_NoMemory() : NULL; //~ LIM006
    }
    strcpy(own, text);
    return PyLong_FromLong(tolower(own[0]));
}
