#include <Python.h>

typedef struct {
    Py_ssize_t ma_used;
} Own;

static PyTypeObject Own_Type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.Own",
    .tp_basicsize = sizeof(PyObject),
};

static Py_ssize_t
look(Own *own, PyObject *dict, PyTypeObject *type)
{
#if PY_VERSION_HEX < 0x030C0000
    (void)((PyDictObject *)dict)->ma_used;
#endif
    (void)type->tp_name;
    (void)Own_Type.tp_dict;
    return own->ma_used;
}

void *keep[] = {look};
