#include <Python.h>

typedef struct { PyObject_HEAD int fd; } F;

static PyObject *
closed_repr(PyObject *self)
{
    int *data = PyObject_GetTypeData(self, Py_TYPE(self));
    return PyLong_FromLong(*data);
}

static PyType_Slot closed_slots[] = {
    {Py_tp_repr, closed_repr},
    {0, NULL},
};
PyType_Spec closed_spec = {"m.closed", sizeof(F), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, closed_slots};

extern PyTypeObject *fixed_type;

static PyObject *
fixed_repr(PyObject *self)
{
    int *data = PyObject_GetTypeData(self, fixed_type);
    return PyLong_FromLong(*data);
}

static PyType_Slot fixed_slots[] = {
    {Py_tp_repr, fixed_repr},
    {0, NULL},
};
PyType_Spec fixed_spec = {"m.fixed", sizeof(F), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_BASETYPE, fixed_slots};

int
add_types(PyObject *module)
{
    if (PyModule_Add(module, "closed", PyType_FromModuleAndSpec(module, &closed_spec, NULL)) < 0) {
        return -1;
    }
    if (PyModule_Add(module, "fixed", PyType_FromModuleAndSpec(module, &fixed_spec, NULL)) < 0) {
        return -1;
    }
    return 0;
}
