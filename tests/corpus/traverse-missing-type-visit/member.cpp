#include <Python.h>

namespace box {

template <typename F> static void *void_cast(F f) { return reinterpret_cast<void *>(f); }

struct Box {
    PyObject_HEAD
    PyObject *item;
    static PyType_Spec TypeObject_Spec;
    static PyTypeObject *TypeObject;
};

namespace {

int Box_traverse(Box *self, visitproc visit, void *arg) //~ GC001
{
    Py_VISIT(self->item);
    return 0;
}

PyType_Slot Box_slots[] = {
    {Py_tp_traverse, void_cast(Box_traverse)},
    {0, 0},
};

} // namespace

PyType_Spec Box::TypeObject_Spec = {
    "box.Box",
    sizeof(Box),
    0,
    Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    Box_slots,
};

} // namespace box
