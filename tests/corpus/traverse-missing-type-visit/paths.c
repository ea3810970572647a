#include <Python.h>

typedef struct { PyObject_HEAD PyObject *cb; int ready; } Thing;

/* One path leaves before the visit. */
static int
early_traverse(PyObject *op, visitproc visit, void *arg) //~ GC001
{
    Thing *self = (Thing *)op;
    if (!self->ready) {
        return 0;
    }
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(self->cb);
    return 0;
}
static PyType_Slot early_slots[] = {{Py_tp_traverse, early_traverse}, {0, NULL}};
PyType_Spec early_spec = {.name = "m.Early", .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, .slots = early_slots};

/* A failing path may leave before it. */
static int
failing_traverse(PyObject *op, visitproc visit, void *arg)
{
    int r = visit(((Thing *)op)->cb, arg);
    if (r) {
        return r;
    }
    return visit((PyObject *)Py_TYPE(op), arg);
}
static PyType_Slot failing_slots[] = {{Py_tp_traverse, failing_traverse}, {0, NULL}};
PyType_Spec failing_spec = {.name = "m.Failing", .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, .slots = failing_slots};

/* One function for a static and a heap type. */
static int
both_traverse(PyObject *op, visitproc visit, void *arg) //~ GC001
{
    Py_VISIT(((Thing *)op)->cb);
    return 0;
}
static PyTypeObject Static_Type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.Static",
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .tp_traverse = both_traverse,
};
static PyType_Slot both_slots[] = {{Py_tp_traverse, both_traverse}, {0, NULL}};
PyType_Spec both_spec = {.name = "m.Both", .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, .slots = both_slots};

/* The type of a static type's instance needs no visit. */
static int
static_traverse(PyObject *op, visitproc visit, void *arg)
{
    Py_VISIT(((Thing *)op)->cb);
    return 0;
}
static PyTypeObject Other_Type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    "m.Other", sizeof(Thing), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, 0, static_traverse,
};

/* Immutable, closed, without a module and without fields: little can go wrong. */
typedef struct { PyObject_HEAD int n; } Number;
static int
number_traverse(PyObject *op, visitproc visit, void *arg) //~ GC001
{
    return 0;
}
static PyType_Slot number_slots[] = {{Py_tp_traverse, number_traverse}, {0, NULL}};
static PyType_Spec number_spec = {
    .name = "m.Number",
    .basicsize = sizeof(Number),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE,
    .slots = number_slots,
};
PyObject *make_number(void) { return PyType_FromSpec(&number_spec); }
