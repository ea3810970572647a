/* The name that other modules reach through a table is the type itself here. */
#define STRING_OF_BEADS
#include "table.h"

static void bead_free(PyObject *self) { Py_TYPE(self)->tp_free(self); }

PyTypeObject Bead_Type = { //~ ISO001
#if PY_VERSION_HEX < 0x03000000
    PyObject_HEAD_INIT(NULL)
    0,
#else
    PyVarObject_HEAD_INIT(NULL, 0)
#endif
    .tp_name = "beads.Bead",
    .tp_basicsize = sizeof(PyObject),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_dealloc = (destructor)&bead_free,
};

#ifndef Py_True
PyObject *Py_True;
#endif
