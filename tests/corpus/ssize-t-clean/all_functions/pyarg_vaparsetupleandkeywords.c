#include <Python.h>

void
use(PyObject *a, PyObject *b, char **names, va_list list, char *text, int size)
{
    (void)PyArg_VaParseTupleAndKeywords(a, b, "s#", names, list); //~ ABI016
}
