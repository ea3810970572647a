#include <Python.h>

// The same with the new ones, a macro of the project's own, and a return behind the end.
typedef struct { PyObject_HEAD PyObject *next; } Link;
static int link_traverse(Link *self, visitproc visit, void *arg) { Py_VISIT(self->next); return 0; }
static int link_clear(Link *self) { Py_CLEAR(self->next); return 0; }
static void
link_dealloc(Link *self)
{
    PyObject_GC_UnTrack(self);
    Py_TRASHCAN_BEGIN(self, link_dealloc)
    link_clear(self);
    Py_TYPE(self)->tp_free((PyObject *)self);
    Py_TRASHCAN_END
    return;
}
static PyTypeObject link_type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.Link", .tp_basicsize = sizeof(Link), .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .tp_traverse = (traverseproc)link_traverse, .tp_clear = (inquiry)link_clear, .tp_dealloc = (destructor)link_dealloc,
};

/* Old names for old Pythons. */
#if PY_VERSION_HEX < 0x03080000
#define CPy_TRASHCAN_BEGIN(op, dealloc) Py_TRASHCAN_SAFE_BEGIN(op)
#define CPy_TRASHCAN_END(op) Py_TRASHCAN_SAFE_END(op)
#else
#define CPy_TRASHCAN_BEGIN(op, dealloc) Py_TRASHCAN_BEGIN(op, dealloc)
#define CPy_TRASHCAN_END(op) Py_TRASHCAN_END
#endif
static void
own_dealloc(Link *self)
{
    PyObject_GC_UnTrack(self);
    CPy_TRASHCAN_BEGIN(self, own_dealloc)
    link_clear(self);
    Py_TYPE(self)->tp_free((PyObject *)self);
    CPy_TRASHCAN_END(self)
}
static PyTypeObject own_type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.Own", .tp_basicsize = sizeof(Link), .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .tp_traverse = (traverseproc)link_traverse, .tp_clear = (inquiry)link_clear, .tp_dealloc = (destructor)own_dealloc,
};
