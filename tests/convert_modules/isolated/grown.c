/* A module that has a state already, keeps itself in a global, and has functions that a type has as well. */
#include <Python.h>

struct grown_state {
    PyObject *error;
    long made;
};

#define GET_STATE(m) ((struct grown_state *)PyModule_GetState(m))

static PyObject *this_module;
#define STATE (GET_STATE(this_module))

static PyTypeObject Box_Type;

typedef struct {
    PyObject_HEAD
    long size;
} BoxObject;

static PyObject *
grown_box(PyObject *self, PyObject *args)
{
    long size = 1;
    if (!PyArg_ParseTuple(args, "|l", &size))
        return NULL;
    if (size < 0) {
        PyErr_SetString(STATE->error, "too small");
        return NULL;
    }
    BoxObject *box = PyObject_New(BoxObject, &Box_Type);
    if (box != NULL) {
        box->size = size;
        STATE->made++;
    }
    return (PyObject *)box;
}

static PyObject *
grown_made(PyObject *self, PyObject *ignored)
{
    return PyLong_FromLong(STATE->made);
}

static PyObject *
box_size(PyObject *self, PyObject *ignored)
{
    return PyLong_FromLong(((BoxObject *)self)->size);
}

static PyMethodDef box_methods[] = {
    {"box", grown_box, METH_VARARGS, "Makes another one."},
    {"size", box_size, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL}
};

static PyTypeObject Box_Type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "grown.Box",
    .tp_basicsize = sizeof(BoxObject),
    .tp_dealloc = (destructor)PyObject_Free,
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_methods = box_methods,
};

static PyMethodDef grown_methods[] = {
    {"box", grown_box, METH_VARARGS, "Makes one."},
    {"made", grown_made, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL}
};

static int
grown_visit(PyObject *m, visitproc visit, void *arg)
{
    Py_VISIT(GET_STATE(m)->error);
    return 0;
}

static int
grown_drop(PyObject *m)
{
    Py_CLEAR(GET_STATE(m)->error);
    return 0;
}

static struct PyModuleDef grown_module = {
    PyModuleDef_HEAD_INIT,
    "grown",
    NULL,
    sizeof(struct grown_state),
    grown_methods,
    NULL,
    grown_visit,
    grown_drop,
    NULL,
};

PyMODINIT_FUNC
PyInit_grown(void)
{
    if (PyType_Ready(&Box_Type) < 0)
        return NULL;
    this_module = PyModule_Create(&grown_module);
    if (this_module == NULL)
        return NULL;
    STATE->error = PyErr_NewException("grown.Error", NULL, NULL);
    if (STATE->error == NULL)
        goto fail;
    if (PyModule_AddObjectRef(this_module, "Error", STATE->error) < 0)
        goto fail;
    if (PyModule_AddObjectRef(this_module, "Box", (PyObject *)&Box_Type) < 0)
        goto fail;
    return this_module;

fail:
    Py_DECREF(this_module);
    return NULL;
}
