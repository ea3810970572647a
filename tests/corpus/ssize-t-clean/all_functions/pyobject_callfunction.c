#include <Python.h>

void
use(PyObject *a, PyObject *b, char **names, va_list list, char *text, int size)
{
    (void)PyObject_CallFunction(a, "s#", text, size); //~ ABI016
}
