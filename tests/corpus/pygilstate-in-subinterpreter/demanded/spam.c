#include <Python.h>

/* One finding, though there are three calls. */
int
attached(void)
{
    return PyGILState_Check();
}

void
on_event(void *data)
{
    PyGILState_STATE state = PyGILState_Ensure(); //~ FT011
    Py_XDECREF(PyObject_CallNoArgs((PyObject *)data));
    PyGILState_Release(state);
}
