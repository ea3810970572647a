#include <Python.h>
#include <vendor.h>

typedef struct { PyObject_HEAD PyObject *rest; } Mixin;

/* Another library readies the type, and may give it an allocator that takes references. */
static void
mixin_dealloc(PyObject *self)
{
    Py_DECREF(Py_TYPE(self));
    Py_TYPE(self)->tp_free(self);
}
static PyTypeObject Mixin_Type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.Mixin", .tp_basicsize = sizeof(Mixin), .tp_dealloc = mixin_dealloc,
};

/* Readied here as well. */
static void
plain_dealloc(PyObject *self)
{
    Py_DECREF(Py_TYPE(self)); //~ GC024
    Py_TYPE(self)->tp_free(self);
}
static PyTypeObject Plain_Type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.Plain", .tp_basicsize = sizeof(Mixin), .tp_dealloc = plain_dealloc,
};

int
add_types(PyObject *module)
{
    if (PyType_Ready(&Plain_Type) < 0 || Vendor_Add(module, &Plain_Type) < 0) {
        return -1;
    }
    return Vendor_Add(module, &Mixin_Type);
}
