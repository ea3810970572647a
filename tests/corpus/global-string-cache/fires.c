#include <Python.h>

static PyObject *str_close; //~ ISO013
static PyObject *str_name; //~ ISO013
static PyObject *str_read; //~ ISO013

#define INTERN(variable, text)                          \
    variable = PyUnicode_InternFromString(text);        \
    if (variable == NULL) {                             \
        goto error;                                     \
    }

#define STATIC_STRING(S)                                \
    if (!(str_##S = PyUnicode_FromString(#S)))          \
    return -1

int
intern(void)
{
    INTERN(str_close, "close")
    str_name = PyUnicode_FromString("name");
    STATIC_STRING(read);
    return 0;
error:
    return -1;
}
