#include <Python.h>

static PyObject *
loud_repr(PyObject *self)
{
    return PyUnicode_FromString("LIST");
}

static PyObject *
loud_add(PyObject *left, PyObject *right)
{
    return PyUnicode_FromString("ADD");
}

void
patch(void)
{
    PyList_Type.tp_repr = loud_repr; //~ MUT004
    PyLong_Type.tp_as_number->nb_add = loud_add; //~ MUT004
    ((PyTypeObject *)PyExc_ValueError)->tp_str = loud_repr; //~ MUT004
}

void
patch_type_of(PyObject *object)
{
    Py_TYPE(object)->tp_repr = loud_repr; //~ MUT004
}

void
patch_local(void)
{
    PyTypeObject *type = Py_TYPE(Py_None);
    type->tp_repr = loud_repr; //~ MUT004
}
