#define Py_TARGET_ABI3T 0x030F0000
#include <Python.h>
#include <stddef.h>

typedef struct {
    PyObject *owner;
    int x;
} Own;

static PyMemberDef members[] = {
    {"x", Py_T_INT, offsetof(Own, x), 0}, //~ LIM013
    {"owner", Py_T_OBJECT_EX, offsetof(Own, owner), Py_READONLY}, //~ LIM013
    {NULL},
};

static PyType_Slot slots[] = {
    {Py_tp_members, members},
    {0, NULL},
};

PyType_Spec spec = {
    .name = "m.Own",
    .flags = Py_TPFLAGS_DEFAULT,
    .slots = slots,
};
