#include <Python.h>

static int
print(PyObject *self, FILE *file, int flags)
{
    return 0;
}

static PyNumberMethods numbers = {
    .nb_long = NULL, //~ ABI008
    .nb_int = NULL,
};

PyTypeObject Named_Type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.Named",
    .tp_basicsize = sizeof(PyObject),
    .tp_print = 0, //~ ABI008
    .tp_as_number = &numbers,
};

PyTypeObject Listed_Type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    "m.Listed",
    sizeof(PyObject),
    0,
    0,
    print, //~ ABI008
};
