#include <Python.h>

// A list of weak references that the object made and owns, and a list that is left alone.
typedef struct { PyObject_HEAD PyObject *weakrefs; PyObject *dict; PyObject *weakreflist; } Registry;
static int
registry_traverse(Registry *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(self->weakrefs);
    Py_VISIT(self->dict);
    return 0;
}
static int registry_clear(Registry *self) { Py_CLEAR(self->weakrefs); Py_CLEAR(self->dict); return 0; }
int
registry_init(Registry *self)
{
    Py_XSETREF(self->weakrefs, PyList_New(0));
    return self->weakrefs == NULL ? -1 : 0;
}
static PyTypeObject registry_type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.Registry", .tp_basicsize = sizeof(Registry), .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .tp_traverse = (traverseproc)registry_traverse, .tp_clear = (inquiry)registry_clear,
    .tp_weaklistoffset = offsetof(Registry, weakreflist),
};
