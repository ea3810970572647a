/* Included, not the C library's, or a local that holds a function. */
#define Py_LIMITED_API 0x030B0000
#include <Python.h>
#include <string.h>

static void
abort(void)
{
}

void
use(PyTypeObject *type, PyObject *self, char *to, const char *from)
{
    memcpy(to, from, strlen(from));
    freefunc free = (freefunc)PyType_GetSlot(type, Py_tp_free);
    free(self);
    abort();
}
