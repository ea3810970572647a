#include <Python.h>

typedef struct { PyObject_HEAD int fd; } F;

typedef struct { int n; } state;

static PyObject *
slot_repr(PyObject *self)
{
    state *st = PyType_GetModuleState(Py_TYPE(self)); //~ HT002
    return PyLong_FromLong(st->n);
}

static PyType_Slot slot_slots[] = {
    {Py_tp_repr, slot_repr},
    {0, NULL},
};
PyType_Spec slot_spec = {"m.slot", sizeof(F), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_BASETYPE, slot_slots};

static PyObject *
local_repr(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    state *st = PyType_GetModuleState(type); //~ HT002
    return PyLong_FromLong(st->n);
}

static PyType_Slot local_slots[] = {
    {Py_tp_repr, local_repr},
    {0, NULL},
};
PyType_Spec local_spec = {"m.local", sizeof(F), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_BASETYPE, local_slots};

static PyObject *
made_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    state *st = PyType_GetModuleState(type); //~ HT002
    st->n++;
    return type->tp_alloc(type, 0);
}

static PyType_Slot made_slots[] = {
    {Py_tp_new, made_new},
    {0, NULL},
};
PyType_Spec made_spec = {"m.made", sizeof(F), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_BASETYPE, made_slots};

static PyObject *
method_repr(PyObject *self, PyObject *unused)
{
    state *st = PyType_GetModuleState(Py_TYPE(self)); //~ HT002
    return PyLong_FromLong(st->n);
}

static PyMethodDef method_table[] = {{"n", method_repr, METH_NOARGS, NULL}, {NULL}};

static PyType_Slot method_slots[] = {
    {Py_tp_methods, method_table},
    {0, NULL},
};
PyType_Spec method_spec = {"m.method", sizeof(F), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_BASETYPE, method_slots};

int
add_types(PyObject *module)
{
    if (PyModule_Add(module, "slot", PyType_FromModuleAndSpec(module, &slot_spec, NULL)) < 0) {
        return -1;
    }
    if (PyModule_Add(module, "local", PyType_FromModuleAndSpec(module, &local_spec, NULL)) < 0) {
        return -1;
    }
    if (PyModule_Add(module, "made", PyType_FromModuleAndSpec(module, &made_spec, NULL)) < 0) {
        return -1;
    }
    if (PyModule_Add(module, "method", PyType_FromModuleAndSpec(module, &method_spec, NULL)) < 0) {
        return -1;
    }
    return 0;
}
