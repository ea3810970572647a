#include <Python.h>

typedef struct {
    int ob_type;
} Own;

#if PY_VERSION_HEX < 0x03090000
static inline void
set_type(PyObject *object, PyTypeObject *type)
{
    object->ob_type = type;
}
#endif

#ifndef Py_SET_TYPE
static inline void
_Py_SET_TYPE(PyObject *object, PyTypeObject *type)
{
    object->ob_type = type;
}
#endif

static int
look(Own *own, PyObject *object)
{
    return own->ob_type + (Py_TYPE(object) == NULL);
}

void *keep[] = {look};
