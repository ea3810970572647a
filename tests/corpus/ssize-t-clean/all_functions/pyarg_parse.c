#include <Python.h>

void
use(PyObject *a, PyObject *b, char **names, va_list list, char *text, int size)
{
    (void)PyArg_Parse(a, "s#", &text, &size); //~ ABI016
}
