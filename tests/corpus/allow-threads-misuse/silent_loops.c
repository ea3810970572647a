#include <Python.h>

static PyObject *
search(PyObject *self, PyObject *args)
{
    int found = -1;
    for (int round = 0; round < 3; round++) {
        Py_BEGIN_ALLOW_THREADS
        for (int i = 0; i < 100; i++) {
            if (i * i == 49) {
                found = i;
                break;
            }
            if (i % 2) {
                continue;
            }
        }
        while (found < 0) {
            if (found == -3) break;
            found--;
            if (found == -2) continue;
        }
        Py_END_ALLOW_THREADS
        if (found >= 0) break;
    }
    return PyLong_FromLong(found);
}
