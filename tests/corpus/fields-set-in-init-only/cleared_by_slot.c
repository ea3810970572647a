/* What a slot sets to NULL it does not give: only C code that makes the object does. */
#include <Python.h>

typedef struct { PyObject_HEAD int left; } Chunker;
typedef struct { PyObject_HEAD Chunker *owner; } Iter;

static void
iter_finalize(Iter *self)
{
    self->owner = NULL;
}

static PyObject *
iter_next(Iter *self)
{
    return PyLong_FromLong(self->owner->left); //~ HT016
}

static PyType_Slot iter_slots[] = {
    {Py_tp_finalize, iter_finalize},
    {Py_tp_iternext, iter_next},
    {Py_tp_new, PyType_GenericNew},
    {0, NULL},
};
static PyType_Spec iter_spec = {"cleared.Iter", sizeof(Iter), 0, Py_TPFLAGS_DEFAULT, iter_slots}; //~ GC005

PyObject *
make_iter(PyObject *module, Chunker *from)
{
    PyTypeObject *type = (PyTypeObject *)PyType_FromModuleAndSpec(module, &iter_spec, NULL);
    Iter *made = type == NULL ? NULL : PyObject_New(Iter, type);
    if (made != NULL) {
        made->owner = from;
    }
    return (PyObject *)made;
}
