#include "point.h"

static void point_dealloc(PyObject *self) { PyObject_Free(self); }

static PyObject *
point_subtract(PyObject *a, PyObject *b)
{
    if (!Point_Check(a) || !Point_Check(b)) {
        Py_RETURN_NOTIMPLEMENTED;
    }
    Point *made = PyObject_New(Point, &Point_Type);
    if (made != NULL) {
        made->x = ((Point *)a)->x - ((Point *)b)->x;
        made->y = ((Point *)a)->y - ((Point *)b)->y;
    }
    return (PyObject *)made;
}

static PyNumberMethods point_as_number = {.nb_subtract = point_subtract};

static Py_hash_t
point_hash(PyObject *self)
{
    return 7;
}

PyTypeObject Place_Type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "split.Place",
    .tp_basicsize = sizeof(Point),
    .tp_dealloc = point_dealloc,
    .tp_flags = Py_TPFLAGS_DEFAULT,
};

PyTypeObject Point_Type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "split.Point",
    .tp_basicsize = sizeof(Point),
    .tp_dealloc = point_dealloc,
    .tp_as_number = &point_as_number,
    .tp_hash = point_hash,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE,
    .tp_new = PyType_GenericNew,
};
