#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *
length(PyObject *self, PyObject *args)
{
    const char *text;
    Py_ssize_t size;
    if (!PyArg_ParseTuple(args, "s#:length", &text, &size)) {
        return NULL;
    }
#if PY_VERSION_HEX < 0x030C0000
    (void)PyArg_ParseTuple(args, "u", &text);
#endif
    return Py_BuildValue("y#u", text, size, L"x");
}

void *keep[] = {length};
