#include <Python.h>

static PyTypeObject Box_Type = {PyVarObject_HEAD_INIT(NULL, 0).tp_name = "spam.Box"}; //~ ISO001

static PyObject *
box_repr(PyObject *self)
{
    return PyUnicode_FromString("Box");
}

int
box_ready(void)
{
    Box_Type.tp_repr = box_repr;
    Box_Type.tp_base = &PyBaseObject_Type;
    Box_Type.tp_new = PyType_GenericNew;
    return PyType_Ready(&Box_Type);
}

/* A type that somebody else hands in may be the project's own. */
void
fill(PyTypeObject *type)
{
    type->tp_repr = box_repr;
}
