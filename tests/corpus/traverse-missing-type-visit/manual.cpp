#include <Python.h>

extern "C" int item_traverse(PyObject *self, visitproc visit, void *arg) //~ GC001
{
    PyObject **dict = _PyObject_GetDictPtr(self);
    Py_VISIT(*dict);
    return 0;
}

extern "C" int good_traverse(PyObject *self, visitproc visit, void *arg)
{
    PyObject **dict = _PyObject_GetDictPtr(self);
    Py_VISIT(*dict);
#if PY_VERSION_HEX >= 0x03090000
    Py_VISIT(Py_TYPE(self));
#endif
    return 0;
}

void dynamic_attributes(PyHeapTypeObject *heap_type)
{
    auto *type = &heap_type->ht_type;
    type->tp_flags |= Py_TPFLAGS_HAVE_GC;
    type->tp_traverse = item_traverse;
}

void good_attributes(PyHeapTypeObject *heap_type)
{
    auto *type = &heap_type->ht_type;
    type->tp_flags |= Py_TPFLAGS_HAVE_GC;
    type->tp_traverse = good_traverse;
}
