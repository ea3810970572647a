#include <Python.h>

// A C++ object deleted: its memory came from tp_alloc.
struct Thing {
    PyObject_HEAD
    PyObject *cb;
};
static int thing_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(reinterpret_cast<Thing *>(self)->cb);
    return 0;
}
static int thing_clear(PyObject *self)
{
    Py_CLEAR(reinterpret_cast<Thing *>(self)->cb);
    return 0;
}
static void thing_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    thing_clear(self);
    delete reinterpret_cast<Thing *>(self); //~ GC013
    Py_DECREF(tp);
}
static PyType_Slot thing_slots[] = {
    {Py_tp_traverse, (void *)thing_traverse},
    {Py_tp_clear, (void *)thing_clear},
    {Py_tp_dealloc, (void *)thing_dealloc},
    {0, nullptr},
};
PyType_Spec thing_spec = {"m.Thing", sizeof(Thing), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, thing_slots};

// A member deleted is no such thing.
struct Holder {
    PyObject_HEAD
    Thing *inner;
};
static void holder_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    delete reinterpret_cast<Holder *>(self)->inner;
    tp->tp_free(self);
    Py_DECREF(tp);
}
static PyType_Slot holder_slots[] = {{Py_tp_dealloc, (void *)holder_dealloc}, {0, nullptr}};
PyType_Spec holder_spec = {"m.Holder", sizeof(Holder), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, holder_slots};
