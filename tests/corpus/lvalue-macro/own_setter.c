/* The headers of all Pythons checked define these names: the project's own definitions are never compiled. */
#include <Python.h>

#ifndef Py_SET_REFCNT
#define Py_SET_REFCNT(object, count) (Py_REFCNT(object) = (count))
#endif
#if !defined(Py_SET_SIZE)
#define Py_SET_SIZE(object, size) (Py_SIZE(object) = (size))
#endif
#ifndef SET_KIND
#define SET_KIND(object, kind) (Py_TYPE(object) = (kind)) //~ ABI014
#endif

void
reset(PyVarObject *object, PyTypeObject *kind)
{
    Py_SET_REFCNT((PyObject *)object, 1);
    Py_SET_SIZE(object, 0);
    SET_KIND(object, kind);
}
