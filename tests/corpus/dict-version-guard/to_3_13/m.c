#include <Python.h>

unsigned long long
version(PyObject *dict)
{
    return ((PyDictObject *)dict)->ma_version_tag; //~ MUT014
}
