#include <Python.h>

typedef struct { PyObject_HEAD double x; } Point;

static PyType_Slot slots[] = {{Py_tp_doc, "point"}, {0, NULL}};
static PyType_Spec spec = {
    .name = "m.Point",
    .basicsize = sizeof(Point),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE,
    .slots = slots,
};
typedef struct { PyTypeObject *Point_Type; } state;
int
m_exec(PyObject *m, state *st)
{
    st->Point_Type = (PyTypeObject *)PyType_FromModuleAndSpec(m, &spec, NULL);
    return st->Point_Type == NULL ? -1 : 0;
}
Point *make(state *st) { return PyObject_GC_New(Point, st->Point_Type); } //~ GC012
