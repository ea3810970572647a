#include <Python.h>

typedef struct { PyObject_HEAD int fd; } File;

static PyObject *
file_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    return (PyObject *)PyObject_New(File, type); //~ GC011
}
static PyObject *
file_copy(PyObject *self)
{
    return (PyObject *)PyObject_New(File, Py_TYPE(self)); //~ GC011
}
static PyType_Slot file_slots[] = {{Py_tp_new, file_new}, {Py_tp_iter, file_copy}, {0, NULL}};
PyType_Spec file_spec = {"m.File", sizeof(File), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, file_slots};

/* A helper that gets the same type. */
static File *
alloc(PyTypeObject *type)
{
    return PyObject_New(File, type); //~ GC011
}
static PyObject *
other_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    return (PyObject *)alloc(type);
}
static PyType_Slot other_slots[] = {{Py_tp_new, other_new}, {0, NULL}};
PyType_Spec other_spec = {"m.Other", sizeof(File), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, other_slots};

/* The collector's allocator for a type without GC: a subclass has it, the type has not. */
static PyObject *
third_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    return (PyObject *)PyObject_GC_New(File, type); //~ GC011
}
static PyType_Slot third_slots[] = {{Py_tp_new, third_new}, {0, NULL}};
static PyType_Spec third_spec = {"m.Third", sizeof(File), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, third_slots}; //~ GC005
PyObject *make_third(void) { return PyType_FromSpec(&third_spec); }
