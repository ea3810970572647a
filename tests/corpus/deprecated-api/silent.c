/* Not every targeted Python has what replaces it. */
#include <Python.h>

static void
keep_it(void)
{
    PyObject *type, *value, *traceback;
    PyErr_Fetch(&type, &value, &traceback);
    PyErr_Restore(type, value, traceback);
    PyGILState_Release(PyGILState_Ensure());
#if PY_VERSION_HEX < 0x030A0000
    PyEval_InitThreads();
#endif
}

void *keep[] = {keep_it};
