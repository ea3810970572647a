#include <Python.h>

typedef struct { PyObject_HEAD PyObject *next; } Link;
static int link_traverse(Link *self, visitproc visit, void *arg) { Py_VISIT(self->next); return 0; }
static int link_clear(Link *self) { Py_CLEAR(self->next); return 0; }

/* Two ways out, one of them inside. */
static void
two_dealloc(Link *self)
{
    PyObject_GC_UnTrack(self);
    Py_TRASHCAN_BEGIN(self, two_dealloc)
    link_clear(self);
    if (self->next == NULL) {
        Py_TYPE(self)->tp_free((PyObject *)self);
        return; //~ GC026
    }
    Py_TYPE(self)->tp_free((PyObject *)self);
    Py_TRASHCAN_END
    return;
}
static PyTypeObject two_type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.Two", .tp_basicsize = sizeof(Link), .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .tp_traverse = (traverseproc)link_traverse, .tp_clear = (inquiry)link_clear, .tp_dealloc = (destructor)two_dealloc,
};
