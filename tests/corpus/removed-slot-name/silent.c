#include <Python.h>

typedef struct {
    int nb_long;
    int tp_print;
} Own;

Own own = {.nb_long = 1, .tp_print = 2};

PyTypeObject Listed_Type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    "m.Listed",
    sizeof(PyObject),
    0,
    0,
    0,
};

PyTypeObject Named_Type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.Named",
    .tp_basicsize = sizeof(PyObject),
#if PY_VERSION_HEX < 0x03090000
    .tp_print = 0,
#endif
};
