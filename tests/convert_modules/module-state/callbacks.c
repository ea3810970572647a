/* A table of callbacks that get an object first; a struct of objects that the module looks after; an object that is lent. */
#include <Python.h>

typedef struct {
    PyObject *Error;
    PyObject *Other;
} objects;

static objects all;

static PyObject *shared_names;

typedef struct handler_object {
    PyObject_HEAD
    int (*run)(struct handler_object *self, PyObject *value);
} HandlerObject;

static int
run_strict(HandlerObject *self, PyObject *value)
{
    if (value == Py_None) {
        PyErr_SetString(all.Error, "nothing");
        return -1;
    }
    return PyList_Append(shared_names, value);
}

static int
run_loose(HandlerObject *self, PyObject *value)
{
    if (PyLong_Check(value)) {
        PyErr_SetString(all.Other, "a number");
        return -1;
    }
    return 0;
}

static int (*const kinds[])(HandlerObject *, PyObject *) = {run_strict, run_loose};

static PyObject *
handler_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    int kind = 0;
    if (!PyArg_ParseTuple(args, "|p", &kind))
        return NULL;
    HandlerObject *self = (HandlerObject *)type->tp_alloc(type, 0);
    if (self != NULL)
        self->run = kinds[kind];
    return (PyObject *)self;
}

static PyObject *
handler_call(PyObject *op, PyObject *args, PyObject *kwargs)
{
    HandlerObject *self = (HandlerObject *)op;
    PyObject *value;
    if (!PyArg_ParseTuple(args, "O", &value) || self->run(self, value) < 0)
        return NULL;
    Py_RETURN_NONE;
}

static PyType_Slot handler_slots[] = {
    {Py_tp_new, handler_new},
    {Py_tp_call, handler_call},
    {0, NULL}
};

static PyType_Spec handler_spec = {
    .name = "callbacks.Handler",
    .basicsize = sizeof(HandlerObject),
    .flags = Py_TPFLAGS_DEFAULT,
    .slots = handler_slots,
};

static int
callbacks_visit(PyObject *module, visitproc visit, void *arg)
{
    Py_VISIT(all.Error);
    Py_VISIT(all.Other);
    return 0;
}

static int
callbacks_drop(PyObject *module)
{
    Py_CLEAR(all.Error);
    Py_CLEAR(all.Other);
    return 0;
}

static void
callbacks_end(void *module)
{
    callbacks_drop((PyObject *)module);
}

static int
callbacks_exec(PyObject *module)
{
    PyObject *names = PyList_New(0);
    if (PyModule_AddObjectRef(module, "names", names) < 0) {
        Py_XDECREF(names);
        return -1;
    }
    Py_DECREF(names);
    shared_names = PyDict_GetItemString(PyModule_GetDict(module), "names");
    all.Error = PyErr_NewException("callbacks.Error", NULL, NULL);
    if (PyModule_AddObjectRef(module, "Error", all.Error) < 0)
        return -1;
    all.Other = PyErr_NewException("callbacks.Other", all.Error, NULL);
    if (PyModule_AddObjectRef(module, "Other", all.Other) < 0)
        return -1;
    PyObject *type = PyType_FromSpec(&handler_spec);
    if (PyModule_AddObjectRef(module, "Handler", type) < 0) {
        Py_XDECREF(type);
        return -1;
    }
    Py_DECREF(type);
    return 0;
}

static PyModuleDef_Slot callbacks_slots[] = {
    {Py_mod_exec, callbacks_exec},
    {0, NULL}
};

static struct PyModuleDef callbacks_module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "callbacks",
    .m_slots = callbacks_slots,
    .m_traverse = callbacks_visit,
    .m_clear = callbacks_drop,
    .m_free = callbacks_end,
};

PyMODINIT_FUNC
PyInit_callbacks(void)
{
    return PyModuleDef_Init(&callbacks_module);
}
