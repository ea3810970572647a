#include <Python.h>

typedef struct {
    PyObject_HEAD
    int counted;
} ItemObject;

static void
item_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    if (((ItemObject *)self)->counted) {
        PyObject_Free(self);
        Py_DECREF(tp);
        return;
    }
    PyObject_Free(self);
}

static PyTypeObject Item_Type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "one_path.Item",
    .tp_basicsize = sizeof(ItemObject),
    .tp_dealloc = item_dealloc,
    .tp_flags = Py_TPFLAGS_DEFAULT,
};
int ready(void) { return PyType_Ready(&Item_Type); }
