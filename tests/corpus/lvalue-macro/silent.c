#include <Python.h>

#if PY_VERSION_HEX < 0x03090000
#define Py_SET_SIZE(o, size) (Py_SIZE(o) = (size))
#endif
#define NEVER_USED(o) (Py_TYPE(o) = NULL)

static int
change(PyVarObject *items, PyObject *object, PyObject *list)
{
#if PY_VERSION_HEX < 0x030A0000
    Py_SIZE(items) = 0;
#endif
    Py_SET_SIZE(items, 0);
    PyList_SET_ITEM(list, 0, object);
    (void)PyTuple_SET_ITEM(list, 0, object);
    for (int i = 0; i < 3; PyList_SET_ITEM(list, i, object), i++) {
    }
    return Py_SIZE(items) == 1;
}

void *keep[] = {change};
