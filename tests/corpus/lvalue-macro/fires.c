#include <Python.h>

#define GROW(items) (Py_SIZE(items) += 1) //~ ABI014

static PyObject *
change(PyVarObject *items, PyObject *object, PyObject *list)
{
    Py_SIZE(items) = 0;
    Py_REFCNT(object)++; //~ ABI014
    Py_TYPE(object) = &PyList_Type; //~ ABI014
    GROW(items);
    return PyList_SET_ITEM(list, 0, object); //~ ABI014
}

void *keep[] = {change};
