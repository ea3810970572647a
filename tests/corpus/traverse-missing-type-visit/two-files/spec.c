#include "thing.h"

static PyType_Slot slots[] = {{Py_tp_traverse, thing_traverse}, {0, NULL}};
PyType_Spec thing_spec = {.name = "m.T", .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, .slots = slots};

static PyType_Slot good_slots[] = {{Py_tp_traverse, good_traverse}, {0, NULL}};
PyType_Spec good_spec = {.name = "m.G", .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, .slots = good_slots};
