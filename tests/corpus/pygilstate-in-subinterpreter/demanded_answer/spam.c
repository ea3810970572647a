#include <Python.h>

/* Nothing is attached; what the answer means is said. */
int
attached(void)
{
    return PyGILState_Check(); //~ FT011
}
