#define Py_LIMITED_API 0x030B0000
#include <Python.h>

Py_ssize_t
length(Py_buffer *view)
{
#ifndef Py_LIMITED_API
    Py_TYPE(view->obj)->tp_free(view->obj);
#endif
    return view->len;
}
