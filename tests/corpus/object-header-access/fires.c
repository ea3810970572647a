#include <Python.h>

static const char *
look(PyObject *object, PyVarObject *items)
{
    object->ob_refcnt++; //~ ABI013
    items->ob_size = 3; //~ ABI013
    if (((PyObject *)items)->ob_type == &PyTuple_Type) { //~ ABI013
        return NULL;
    }
    return object->ob_type->tp_name;
}

void *keep[] = {look};
