#include <Python.h>

typedef struct {
    PyObject_HEAD
    PyObject *cache;
    PyMutex lock;
} Box;

/* The arguments themselves. */
static PyObject *
box_call(PyObject *self, PyObject *args, PyObject *kwargs)
{
    PyObject *name = kwargs != NULL ? PyDict_GetItemString(kwargs, "name") : NULL;
    return Py_XNewRef(name != NULL ? name : PyTuple_GetItem(args, 0));
}

/* Made here, and known to nobody else. */
static PyObject *
box_make(PyObject *self, PyObject *other)
{
    PyObject *first = NULL;
    PyObject *keys = PyMapping_Keys(other);
    PyObject *copy = PyDict_Copy(other);
    if (keys != NULL && copy != NULL) {
        first = Py_XNewRef(PyDict_GetItemWithError(copy, PyList_GET_ITEM(keys, 0)));
    }
    Py_XDECREF(keys);
    Py_XDECREF(copy);
    return first;
}

/* A local copy of what was given, under the same name. */
static PyObject *
box_listed(PyObject *self, PyObject *arg)
{
    PyObject *list = PySequence_List(arg);
    PyObject *first = list != NULL ? Py_NewRef(PyList_GET_ITEM(list, 0)) : NULL;
    Py_XDECREF(list);
    return first;
}

/* Inside a critical section. */
static PyObject *
box_get(Box *self, PyObject *key)
{
    PyObject *value;
    Py_BEGIN_CRITICAL_SECTION(self->cache);
    value = Py_XNewRef(PyDict_GetItemWithError(self->cache, key));
    Py_END_CRITICAL_SECTION();
    return value;
}

/* Under a lock of its own, in all that call it. */
static PyObject *
found(Box *self, PyObject *key)
{
    return Py_XNewRef(PyDict_GetItemWithError(self->cache, key));
}

static PyObject *
box_locked(Box *self, PyObject *key)
{
    PyMutex_Lock(&self->lock);
    PyObject *value = found(self, key);
    PyMutex_Unlock(&self->lock);
    return value;
}

/* Only asks whether it is there. */
static PyObject *
box_has(Box *self, PyObject *key)
{
    if (PyDict_GetItemWithError(self->cache, key) != NULL) {
        Py_RETURN_TRUE;
    }
    Py_RETURN_FALSE;
}

/* Not in a build without the GIL. */
static PyObject *
box_peek(Box *self, PyObject *key)
{
#ifndef Py_GIL_DISABLED
    return Py_XNewRef(PyDict_GetItemWithError(self->cache, key));
#else
    PyObject *value;
    return PyDict_GetItemRef(self->cache, key, &value) < 0 ? NULL : value;
#endif
}

/* Where the list comes from is not known. */
PyObject *
box_any(PyObject *list)
{
    return Py_NewRef(PyList_GetItem(list, 0));
}

/* A local has it, and nothing but its being there counts. */
static PyObject *
box_lacks(Box *self, PyObject *key)
{
    PyObject *found;
    if ((found = PyDict_GetItem(self->cache, key)) == NULL) {
        Py_RETURN_TRUE;
    }
    found = PyDict_GetItem(self->cache, Py_None);
    if (!found) {
        Py_RETURN_TRUE;
    }
    Py_RETURN_FALSE;
}

/* It dies: nobody else has it. */
static void
box_dealloc(PyObject *self)
{
    PyObject *hook = PyDict_GetItemString(((Box *)self)->cache, "hook");
    if (hook != NULL) {
        Py_XDECREF(PyObject_CallNoArgs(hook));
    }
    Py_XDECREF(((Box *)self)->cache);
    PyTypeObject *type = Py_TYPE(self);
    type->tp_free(self);
    Py_DECREF(type);
}

static PyMethodDef box_methods[] = {
    {"call", (PyCFunction)(void (*)(void))box_call, METH_VARARGS | METH_KEYWORDS, NULL},
    {"make", box_make, METH_O, NULL},
    {"listed", box_listed, METH_O, NULL},
    {"get", (PyCFunction)box_get, METH_O, NULL},
    {"locked", (PyCFunction)box_locked, METH_O, NULL},
    {"has", (PyCFunction)box_has, METH_O, NULL},
    {"peek", (PyCFunction)box_peek, METH_O, NULL},
    {"lacks", (PyCFunction)box_lacks, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot box_slots[] = {
    {Py_tp_dealloc, box_dealloc},
    {Py_tp_methods, box_methods},
    {0, NULL},
};

PyType_Spec box_spec = {
    .name = "spam.Box",
    .basicsize = sizeof(Box),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE,
    .slots = box_slots,
};
