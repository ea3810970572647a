/* The variable is the argument of the macro. */
#include <Python.h>
#ifdef __cplusplus
#define STATIC_POINTER(var) var
#else
#define STATIC_POINTER(var) var = 0; if (!var) var
#endif

static PyObject *
type_cache(void)
{
    static PyObject *STATIC_POINTER(cache) = PyDict_New(); //~ ISO016
    return cache;
}

PyObject *
find(PyObject *key)
{
    return PyDict_GetItem(type_cache(), key);
}
