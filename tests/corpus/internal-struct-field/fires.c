#include <Python.h>

static Py_ssize_t
look(PyObject *dict, PyTypeObject *type)
{
    if (type->tp_mro == NULL) { //~ ABI012
        return 0;
    }
    (void)type->tp_dict; //~ ABI012
    return ((PyDictObject *)dict)->ma_used; //~ ABI012
}

void *keep[] = {look};
