#include <Python.h>

typedef struct { PyInterpreterState *interp; PyObject *callback; } Event;

void
on_event(Event *event)
{
    PyThreadState *state = PyThreadState_New(event->interp);
    PyEval_RestoreThread(state);
    Py_XDECREF(PyObject_CallNoArgs(event->callback));
    PyThreadState_Clear(state);
    PyThreadState_DeleteCurrent();
}

#ifdef PYPY_VERSION
void
on_pypy(void)
{
    PyGILState_Release(PyGILState_Ensure());
}
#endif
