#include <Python.h>

// Attributes can be assigned: a dict of the instance, whose offset the type gives.
typedef struct { PyObject_HEAD PyObject *dict; PyObject *cb; } Bag;
void bag_set(Bag *self, PyObject *cb) { Py_XSETREF(self->cb, Py_NewRef(cb)); }
PyTypeObject bag_type = { //~ GC009 ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.Bag",
    .tp_basicsize = sizeof(Bag),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_dictoffset = offsetof(Bag, dict),
};

/* Strings alone, and borrowed objects. */
typedef struct { PyObject_HEAD PyObject *name; PyObject *borrowed; } Named;
void
named_set(Named *self, PyObject *of)
{
    Py_XSETREF(self->name, PyUnicode_FromString("name"));
    self->borrowed = of;
}
PyTypeObject named_type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.Named", .tp_basicsize = sizeof(Named), .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE,
};

/* GC from a static base. */
typedef struct { PyListObject list; PyObject *cb; } Items;
void items_set(Items *self, PyObject *cb) { Py_XSETREF(self->cb, Py_NewRef(cb)); }
PyTypeObject items_type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.Items", .tp_basicsize = sizeof(Items), .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, .tp_base = &PyList_Type,
};
