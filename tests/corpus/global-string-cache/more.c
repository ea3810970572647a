#include <Python.h>

static PyObject *names[3]; //~ ISO013
static PyObject *empty = NULL; //~ ISO010
static struct { PyObject *open, *close; } strings; //~ ISO015
static PyObject *formatted; //~ ISO010

static PyObject *
get_empty(void)
{
    if (!empty) {
        empty = PyUnicode_FromString("");
    }
    return Py_XNewRef(empty);
}

int
intern(int n)
{
    static PyObject *local; //~ ISO016
    for (int i = 0; i < 3; i++) {
        names[i] = PyUnicode_InternFromString("name");
    }
    strings.open = PyUnicode_InternFromString("open");
    formatted = PyUnicode_FromFormat("%d", n);
    local = PyUnicode_InternFromString("local");
    return get_empty() != NULL && local != NULL;
}
