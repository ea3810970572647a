#include <Python.h>

typedef struct { PyObject_HEAD double x; } Point;

static PyType_Slot slots[] = {{Py_tp_doc, "point"}, {0, NULL}};
static PyType_Spec spec = {
    .name = "m.Point",
    .basicsize = sizeof(Point),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE,
    .slots = slots,
};
/* Flags that are not known. */
static PyType_Spec open_spec = {
    .name = "m.Open",
    .basicsize = sizeof(Point),
    .flags = FLAGS_OF_ANOTHER_HEADER,
    .slots = slots,
};
typedef struct { PyTypeObject *Point_Type; PyTypeObject *Open_Type; } state;
int
m_exec(PyObject *m, state *st)
{
    st->Point_Type = (PyTypeObject *)PyType_FromModuleAndSpec(m, &spec, NULL);
    st->Open_Type = (PyTypeObject *)PyType_FromModuleAndSpec(m, &open_spec, NULL);
    return st->Point_Type == NULL || st->Open_Type == NULL ? -1 : 0;
}
Point *make(state *st) { return PyObject_New(Point, st->Point_Type); }
Point *make_open(state *st) { return PyObject_GC_New(Point, st->Open_Type); }
