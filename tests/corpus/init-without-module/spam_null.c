/* No module, no exception: the import system raises SystemError. */
#include <Python.h>

PyObject *
PyInit_spam(void) //~ INIT019 INIT012
{
    return NULL;
}
