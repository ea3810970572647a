#include <Python.h>

// Generated deallocs with the old macros, and with none of the untracking.
typedef struct { PyObject_HEAD PyObject *next; } Link;
static int link_traverse(Link *self, visitproc visit, void *arg) { Py_VISIT(self->next); return 0; }
static int link_clear(Link *self) { Py_CLEAR(self->next); return 0; }
static void
link_dealloc(Link *self)
{
    PyObject_GC_UnTrack(self);
    Py_TRASHCAN_SAFE_BEGIN(self) //~ GC026 ABI005
    link_clear(self);
    Py_TYPE(self)->tp_free((PyObject *)self);
    Py_TRASHCAN_SAFE_END(self) //~ ABI005
}
static PyTypeObject link_type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.Link", .tp_basicsize = sizeof(Link), .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .tp_traverse = (traverseproc)link_traverse, .tp_clear = (inquiry)link_clear, .tp_dealloc = (destructor)link_dealloc,
};
