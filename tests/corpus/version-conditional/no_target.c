/* Each build has a file of its own. */
#include <Python.h>

int
locked(void)
{
#ifdef Py_GIL_DISABLED
    return 1;
#else
    return 0;
#endif
}
