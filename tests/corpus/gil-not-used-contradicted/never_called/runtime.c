/* Only code that is not here starts the runtime. */
#include "runtime.h"

PyObject *empty; //~ ISO010

int
Runtime_Start(void)
{
    if (empty == NULL)
        empty = PyList_New(0); //~ FT007
    return empty == NULL ? -1 : 0;
}

int Runtime_Again(void) { return Runtime_Start(); }

PyObject *Runtime_Empty(void) { return Py_XNewRef(empty); }
