#include <Python.h>

typedef struct { PyObject_HEAD int fd; } F;

typedef struct { int n; } state;

static PyObject *
closed_repr(PyObject *self)
{
    state *st = PyType_GetModuleState(Py_TYPE(self));
    return PyLong_FromLong(st->n);
}

static PyType_Slot closed_slots[] = {
    {Py_tp_repr, closed_repr},
    {0, NULL},
};
PyType_Spec closed_spec = {"m.closed", sizeof(F), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, closed_slots};

static PyObject *
get(PyObject *self, PyTypeObject *cls, PyObject *const *args, Py_ssize_t n, PyObject *names)
{
    state *st = PyType_GetModuleState(cls);
    return PyLong_FromLong(st->n);
}

static PyMethodDef methods[] = {{"get", (PyCFunction)get, METH_METHOD | METH_FASTCALL | METH_KEYWORDS, NULL}, {NULL}};

static PyType_Slot method_slots[] = {
    {Py_tp_methods, methods},
    {0, NULL},
};
PyType_Spec method_spec = {"m.method", sizeof(F), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_BASETYPE, method_slots};

extern PyModuleDef def;

static PyObject *
by_def_repr(PyObject *self)
{
    state *st = PyModule_GetState(PyType_GetModuleByDef(Py_TYPE(self), &def));
    return PyLong_FromLong(st->n);
}

static PyType_Slot by_def_slots[] = {
    {Py_tp_repr, by_def_repr},
    {0, NULL},
};
PyType_Spec by_def_spec = {"m.by_def", sizeof(F), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_BASETYPE, by_def_slots};

int
add_types(PyObject *module)
{
    if (PyModule_Add(module, "closed", PyType_FromModuleAndSpec(module, &closed_spec, NULL)) < 0) {
        return -1;
    }
    if (PyModule_Add(module, "method", PyType_FromModuleAndSpec(module, &method_spec, NULL)) < 0) {
        return -1;
    }
    if (PyModule_Add(module, "by_def", PyType_FromModuleAndSpec(module, &by_def_spec, NULL)) < 0) {
        return -1;
    }
    return 0;
}
