#include <Python.h>

typedef struct { PyObject_HEAD double x; } Point;
static PyTypeObject static_type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.Static", .tp_basicsize = sizeof(Point), .tp_flags = Py_TPFLAGS_DEFAULT,
};
Point *make_static(void) { return PyObject_GC_New(Point, &static_type); } //~ GC012
Point *make_items(Py_ssize_t n) { return PyObject_GC_NewVar(Point, &static_type, n); } //~ GC012

/* The flag is inherited: nothing wrong. */
static PyTypeObject list_type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.List", .tp_basicsize = sizeof(PyListObject), .tp_flags = Py_TPFLAGS_DEFAULT, .tp_base = &PyList_Type,
};
PyListObject *make_list(void) { return PyObject_GC_New(PyListObject, &list_type); }

/* The flag is set before the type is ready. */
static PyTypeObject late_type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.Late", .tp_basicsize = sizeof(Point),
};
static int late_traverse(PyObject *self, visitproc visit, void *arg) { return 0; }
int
ready(void)
{
    late_type.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC;
    late_type.tp_traverse = late_traverse;
    return PyType_Ready(&late_type);
}
Point *make_late(void) { return PyObject_GC_New(Point, &late_type); }

/* A class that only the caller knows. */
Point *make_given(PyTypeObject *type) { return PyObject_GC_New(Point, type); }
