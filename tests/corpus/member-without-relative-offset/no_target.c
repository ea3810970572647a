/* Not for abi3t: the offset counts from the start of the object. */
#include <Python.h>
#include <stddef.h>

typedef struct {
    PyObject_HEAD
    int x;
} Whole;

static PyMemberDef members[] = {
    {"x", Py_T_INT, offsetof(Whole, x), 0},
    {NULL},
};

static PyType_Slot slots[] = {
    {Py_tp_members, members},
    {0, NULL},
};

PyType_Spec spec = {
    .name = "m.Whole",
    .basicsize = sizeof(Whole),
    .flags = Py_TPFLAGS_DEFAULT,
    .slots = slots,
};
