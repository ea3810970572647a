#include <Python.h>

struct Box {
    PyObject_HEAD
    PyObject *callback; //~ GC031
    PyObject *seen;
};

static int
box_traverse(PyObject *object, visitproc visit, void *arg)
{
    const auto *self = static_cast<const Box *>(static_cast<void *>(object));
    Py_VISIT(Py_TYPE(object));
    Py_VISIT(self->seen);
    return 0;
}

static PyObject *
box_set(PyObject *object, PyObject *value)
{
    auto *self = reinterpret_cast<Box *>(object);
    Py_XSETREF(self->callback, Py_NewRef(value));
    Py_XSETREF(self->seen, Py_NewRef(value));
    Py_RETURN_NONE;
}

static int
box_clear(PyObject *object)
{
    auto self = (Box *)object;
    Py_CLEAR(self->callback);
    Py_CLEAR(self->seen);
    return 0;
}

static void
box_dealloc(PyObject *object)
{
    auto *type = Py_TYPE(object);
    PyObject_GC_UnTrack(object);
    (void)box_clear(object);
    type->tp_free(object);
    Py_DECREF(type);
}

static PyMethodDef box_methods[] = {{"set", box_set, METH_O, nullptr}, {nullptr, nullptr, 0, nullptr}};

static PyType_Slot box_slots[] = {
    {Py_tp_methods, box_methods},
    {Py_tp_traverse, (void *)box_traverse},
    {Py_tp_clear, (void *)box_clear},
    {Py_tp_dealloc, (void *)box_dealloc},
    {0, nullptr},
};

PyType_Spec box_spec = {"spam.Box", sizeof(Box), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, box_slots};
