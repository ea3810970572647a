#include <Python.h>

static int
bytes_of(PyObject *number, unsigned char *out)
{
#if PY_VERSION_HEX < 0x030D0000
    return _PyLong_AsByteArray((PyLongObject *)number, out, 8, 1, 1);
#else
    return _PyLong_AsByteArray((PyLongObject *)number, out, 8, 1, 1, 1); //~ ABI004
#endif
}

static int
spread(PyObject *number, unsigned char *out)
{
    return _PyLong_AsByteArray((PyLongObject *)number, out, 8, 1, 1
#if PY_VERSION_HEX >= 0x030D0000
                               , 1
#endif
    );
}

void *keep[] = {bytes_of, spread};
