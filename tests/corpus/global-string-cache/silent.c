#include <Python.h>

static const char *const names[] = {"close", "name"};

PyObject *
name_of(int kind)
{
    PyObject *name = PyUnicode_InternFromString(names[kind & 1]);
    return name;
}
