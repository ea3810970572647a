#include <Python.h>

// The field that the member of the spec names, whatever it is called.
typedef struct { PyObject_HEAD PyObject *cb; PyObject *observers; } Thing;
static int
thing_traverse(Thing *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(self->cb);
    Py_VISIT(self->observers); //~ GC033
    return 0;
}
static int thing_clear(Thing *self) { Py_CLEAR(self->cb); return 0; }
static PyMemberDef thing_members[] = {
    {"__weaklistoffset__", Py_T_PYSSIZET, offsetof(Thing, observers), Py_READONLY}, //~ HT010
    {NULL},
};
static PyType_Slot thing_slots[] = {{Py_tp_traverse, thing_traverse}, {Py_tp_clear, thing_clear}, {Py_tp_members, thing_members}, {0, NULL}};
PyType_Spec thing_spec = {"m.Thing", sizeof(Thing), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, thing_slots};
