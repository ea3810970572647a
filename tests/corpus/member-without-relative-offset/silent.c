/* Relative offsets, and members of the other kind of build. */
#define Py_TARGET_ABI3T 0x030F0000
#include <Python.h>
#include <stddef.h>

typedef struct {
    int x;
} Own;

static PyMemberDef members[] = {
    {"x", Py_T_INT, offsetof(Own, x), Py_RELATIVE_OFFSET},
#ifndef Py_TARGET_ABI3T
    {"y", Py_T_INT, offsetof(Own, x), 0},
#endif
    {NULL},
};

static PyType_Slot slots[] = {
    {Py_tp_members, members},
    {0, NULL},
};

PyType_Spec spec = {
    .name = "m.Own",
    .basicsize = -(int)sizeof(Own),
    .flags = Py_TPFLAGS_DEFAULT,
    .slots = slots,
};
