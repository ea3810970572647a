#include <Python.h>

/* A program with one interpreter: nothing is said of static types. */
typedef struct { PyObject_HEAD PyObject *cb; } Obj;
void obj_set(Obj *self, PyObject *cb) { Py_XSETREF(self->cb, Py_NewRef(cb)); }
PyTypeObject open_type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.open", .tp_basicsize = sizeof(Obj), .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE,
};
