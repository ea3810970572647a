/* Calls in the bodies of macros, where code uses them. */
#include <Python.h>

#define MAKE_CODE(x) PyCode_New(0, 0, 0, 0, 0, x, x, x, x, x, x, x, x, 0, x) //~ ABI018
#define NOBODY_USES(x) PyCode_New(0, 0, 0, 0, 0, x, x, x, x, x, x, x, x, 0, x)
#define ANY_NUMBER(...) PyCode_New(__VA_ARGS__)

PyCodeObject *
code_of(PyObject *x)
{
    return MAKE_CODE(x);
}

PyCodeObject *
other_code_of(PyObject *x)
{
    return ANY_NUMBER(0, 0, 0, 0, 0, x, x, x, x, x, x, x, x, x, 0, x, x);
}
