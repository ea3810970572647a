/* Dead on the Pythons that lack it, or the project's own. */
#include <Python.h>

#if PY_VERSION_HEX >= 0x030D0000
static inline PyObject *
PyEval_CallObject(PyObject *callable, PyObject *args)
{
    return PyObject_Call(callable, args, NULL);
}
#endif

#ifndef Py_TRASHCAN_BEGIN
#define Py_TRASHCAN_BEGIN(op, dealloc) Py_TRASHCAN_SAFE_BEGIN(op)
#define Py_TRASHCAN_END Py_TRASHCAN_SAFE_END(NULL)
#endif

#define NEVER_USED(text) PyUnicode_GET_SIZE(text)

static PyObject *
call(PyObject *self, PyObject *args)
{
#if PY_VERSION_HEX < 0x030F0000
    return PyImport_ImportModuleNoBlock("sys");
#endif
#ifdef PyUnicode_AS_UNICODE_OF_OURS
    return (PyObject *)PyUnicode_AS_UNICODE(args);
#endif
    return PyEval_CallObject(self, args);
}

#ifdef Py_UNICODE_WIDE_OF_OURS
static Py_ssize_t
size(PyObject *text)
{
    return PyUnicode_GET_SIZE(text);
}
#endif

void *keep[] = {call};
