#include <Python.h>

static PyObject *cache; //~ ISO010

PyObject *
spam_helper(void)
{
    if (cache == NULL) {
        cache = PyDict_New();
    }
    return Py_XNewRef(cache);
}
