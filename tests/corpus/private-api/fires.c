/* Names that are private and stay, names that are gone, in code and through macros. */
#include <Python.h>

#define SIGN(x) _PyLong_Sign(x) //~ ABI004
#define UNUSED_ONE(x) _PyLong_NumBits(x)

static _PyTime_t started; //~ ABI004

static PyObject *
spam(PyObject *self, PyObject *number)
{
    _PyTime_t now = started; /* the same name again */
    (void)now;
    if (_PyUnicode_Ready(self) < 0) { //~ ABI004
        return NULL;
    }
    return PyLong_FromLong(SIGN(number));
}

#if PY_VERSION_HEX >= 0x030C0000
static PyObject *
newer(PyObject *type)
{
    return _PyType_Lookup((PyTypeObject *)type, type); //~ ABI004
}
#endif

#ifdef _WIN32
static int
on_windows(PyObject *list, PyObject *more)
{
    return _PyList_Extend((PyListObject *)list, more) == NULL; //~ ABI004
}
#endif

void *keep[] = {spam};
