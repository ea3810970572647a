/* A module of several files with a header for each. */
#include <stddef.h>
#include "tools.h"
#include "parts.h"

static PyObject *
part_half(PyObject *self, PyObject *ignored)
{
    return make_part(((PartObject *)self)->size / 2);
}

static PyObject *
part_index(PyObject *self)
{
    return PyLong_FromLong(((PartObject *)self)->size);
}

static void
part_dealloc(PyObject *self)
{
    if (((PartObject *)self)->weak != NULL)
        PyObject_ClearWeakRefs(self);
    PyObject_Free(self);
}

static PyNumberMethods part_number = {
    .nb_index = part_index,
};

static PyMethodDef part_methods[] = {
    {"half", part_half, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL}
};

PyTypeObject Part_Type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "parts.Part",
    .tp_basicsize = sizeof(PartObject),
    .tp_dealloc = part_dealloc,
    .tp_as_number = &part_number,
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_weaklistoffset = offsetof(PartObject, weak),
    .tp_methods = part_methods,
};

static PyObject *
parts_make(PyObject *module, PyObject *args)
{
    long size;
    return PyArg_ParseTuple(args, "l", &size) ? make_part(size) : NULL;
}

static PyMethodDef parts_methods[] = {
    {"make", parts_make, METH_VARARGS, NULL},
    {NULL, NULL, 0, NULL}
};

static struct PyModuleDef parts_module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "parts",
    .m_size = -1,
    .m_methods = parts_methods,
};

PyMODINIT_FUNC
PyInit_parts(void)
{
    if (PyType_Ready(&Part_Type) < 0)
        return NULL;
    PyObject *m = PyModule_Create(&parts_module);
    if (m != NULL && PyModule_AddType(m, &Part_Type) < 0) {
        Py_DECREF(m);
        return NULL;
    }
    return m;
}
