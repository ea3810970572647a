/* What runs when objects are freed, static methods, callbacks and types that a method makes have no way to the module. */
#include <Python.h>

static PyObject *freed;
static PyObject *fixed;
static PyObject *called;
static PyObject *closed;
static PyObject *inner;

typedef struct {
    PyObject_HEAD
} Thing;

static PyObject *
Thing_close(PyObject *self, PyObject *args)
{
    return Py_NewRef(closed);
}

static void
Thing_dealloc(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    Py_XDECREF(Thing_close(self, NULL));
    if (freed != NULL)
        PyErr_WriteUnraisable(freed);
    type->tp_free(self);
    Py_DECREF(type);
}

static PyObject *
Thing_fixed(PyObject *self, PyObject *args)
{
    return Py_NewRef(fixed);
}

static int
pending(void *data)
{
    Py_XDECREF(PyObject_CallNoArgs(called));
    return 0;
}

static PyObject *
Inner_get(PyObject *self, PyObject *args)
{
    return Py_NewRef(inner);
}

static PyMethodDef inner_methods[] = {{"get", Inner_get, METH_NOARGS, NULL}, {NULL, NULL, 0, NULL}};
static PyType_Slot inner_slots[] = {{Py_tp_methods, inner_methods}, {0, NULL}};
static PyType_Spec inner_spec = {"refused_end.Inner", sizeof(Thing), 0, Py_TPFLAGS_DEFAULT, inner_slots};

static PyObject *
Thing_inner(PyObject *self, PyObject *args)
{
    return PyType_FromSpec(&inner_spec);
}

static PyMethodDef thing_methods[] = {
    {"close", Thing_close, METH_NOARGS, NULL},
    {"fixed", Thing_fixed, METH_NOARGS | METH_STATIC, NULL},
    {"inner", Thing_inner, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL}
};
static PyType_Slot thing_slots[] = {
    {Py_tp_dealloc, Thing_dealloc},
    {Py_tp_methods, thing_methods},
    {0, NULL}
};
static PyType_Spec thing_spec = {"refused_end.Thing", sizeof(Thing), 0, Py_TPFLAGS_DEFAULT, thing_slots};

static int
fill(PyObject *module)
{
    freed = PyUnicode_FromString("freed");
    fixed = PyUnicode_FromString("fixed");
    called = PyUnicode_FromString("called");
    closed = PyUnicode_FromString("closed");
    inner = PyUnicode_FromString("inner");
    if (!freed || !fixed || !called || !closed || !inner || Py_AddPendingCall(pending, NULL) < 0)
        return -1;
    PyObject *type = PyType_FromModuleAndSpec(module, &thing_spec, NULL);
    if (type == NULL)
        return -1;
    int failed = PyModule_AddType(module, (PyTypeObject *)type);
    Py_DECREF(type);
    return failed;
}

static PyModuleDef_Slot slots[] = {{Py_mod_exec, fill}, {0, NULL}};

static struct PyModuleDef def = {PyModuleDef_HEAD_INIT, "refused_end", NULL, 0, NULL, slots};

PyMODINIT_FUNC
PyInit_refused_end(void)
{
    return PyModuleDef_Init(&def);
}
