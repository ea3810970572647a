#include <Python.h>

#define CACHED(name, text)                                                                                            \
    static PyObject *name = nullptr;                                                                                   \
    if (name == nullptr) {                                                                                             \
        name = PyUnicode_InternFromString(text);                                                                       \
    }

PyObject *
lookup(PyObject *object)
{
    CACHED(attribute, "size"); //~ ISO016
    return PyObject_GetAttr(object, attribute);
}
