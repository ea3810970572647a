/* A slot for a function that carries a table: code takes it out before the type is ready. */
#include <Python.h>

#define METHODS(table) (traverseproc)(table)

typedef struct {
    PyObject_HEAD
    PyObject *callable;
} Thing;

static PyObject *thing_of(PyObject *self, PyObject *args)
{
    return Py_NewRef(self);
}

static PyMethodDef thing_methods[] = {{"of", thing_of, METH_VARARGS, NULL}, {NULL}};

static PyTypeObject Thing_Type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "spam.Thing",
    .tp_basicsize = sizeof(Thing),
    .tp_traverse = METHODS(thing_methods),
};

int thing_add(PyObject *module)
{
    Thing_Type.tp_methods = (PyMethodDef *)Thing_Type.tp_traverse;
    Thing_Type.tp_traverse = NULL;
    return PyModule_AddType(module, &Thing_Type);
}

static int walk(PyObject *self, visitproc visit, void *arg)
{
    return 0;
}

static PyTypeObject Walked_Type = { //~ ISO001 GC006
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "spam.Walked",
    .tp_basicsize = sizeof(PyObject),
    .tp_traverse = (traverseproc)(&walk),
};

int walked_add(PyObject *module)
{
    return PyModule_AddType(module, &Walked_Type);
}
