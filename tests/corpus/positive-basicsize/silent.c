#define Py_TARGET_ABI3T 0x030F0000
#include <Python.h>

typedef struct {
    int x;
} XData;

static PyType_Slot x_slots[] = {{0, NULL}};
PyType_Spec x_spec = {"m.X", -(int)sizeof(XData), 0, Py_TPFLAGS_DEFAULT, x_slots};
