#include <Python.h>

void
use(PyObject *a, PyObject *b, char **names, va_list list, char *text, int size)
{
    (void)PyEval_CallMethod(a, "name", "s#", text, size); //~ ABI005 ABI016
}
