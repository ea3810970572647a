/* One Python is checked: a number of arguments that another one takes does not fit it either. */
#include <Python.h>

PyCodeObject *
code_of(PyObject *x)
{
    return PyCode_New(0, 0, 0, 0, 0, x, x, x, x, x, x, x, x, 0, x); //~ ABI006 ABI018
}
