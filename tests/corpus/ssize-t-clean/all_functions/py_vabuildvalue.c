#include <Python.h>

void
use(PyObject *a, PyObject *b, char **names, va_list list, char *text, int size)
{
    (void)Py_VaBuildValue("s#", list); //~ ABI016
}
