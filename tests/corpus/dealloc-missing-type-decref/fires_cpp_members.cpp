#include <Python.h>

// As in a C++ module: specs as static members, slots through a helper, the deallocs without the release.
namespace atoms {

template <typename F> void *void_cast(F f) { return reinterpret_cast<void *>(f); }

struct Member {
    PyObject_HEAD
    PyObject *name;
    static PyType_Spec TypeObject_Spec;
    static PyTypeObject *TypeObject;
    static bool Ready();
};

struct Pool {
    PyObject_HEAD
    int size;
    static PyType_Spec TypeObject_Spec;
};

namespace {

int Member_clear(Member *self)
{
    Py_CLEAR(self->name);
    return 0;
}
int Member_traverse(Member *self, visitproc visit, void *arg)
{
    Py_VISIT(self->name);
    Py_VISIT(Py_TYPE(self));
    return 0;
}
void Member_dealloc(Member *self) //~ GC021
{
    PyObject_GC_UnTrack(self);
    Member_clear(self);
    Py_TYPE(self)->tp_free(reinterpret_cast<PyObject *>(self));
}
PyType_Slot Member_slots[] = {
    {Py_tp_dealloc, void_cast(Member_dealloc)},
    {Py_tp_traverse, void_cast(Member_traverse)},
    {Py_tp_clear, void_cast(Member_clear)},
    {0, 0},
};

void Pool_dealloc(Pool *self) //~ GC021
{
    Py_TYPE(self)->tp_free(reinterpret_cast<PyObject *>(self));
}
PyType_Slot Pool_slots[] = {{Py_tp_dealloc, void_cast(Pool_dealloc)}, {0, 0}};

} // namespace

PyTypeObject *Member::TypeObject = NULL; //~ ISO012
PyType_Spec Member::TypeObject_Spec = {"m.Member", sizeof(Member), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, Member_slots};
PyType_Spec Pool::TypeObject_Spec = {"m.Pool", sizeof(Pool), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, Pool_slots};

bool Member::Ready()
{
    TypeObject = reinterpret_cast<PyTypeObject *>(PyType_FromSpec(&TypeObject_Spec));
    return TypeObject != NULL && PyType_FromSpec(&Pool::TypeObject_Spec) != NULL;
}

} // namespace atoms
