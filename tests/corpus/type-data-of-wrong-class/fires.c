#include <Python.h>

typedef struct { PyObject_HEAD int fd; } F;

static PyObject *
open_repr(PyObject *self)
{
    int *data = PyObject_GetTypeData(self, Py_TYPE(self)); //~ HT012
    return PyLong_FromLong(*data);
}

static PyType_Slot open_slots[] = {
    {Py_tp_repr, open_repr},
    {0, NULL},
};
PyType_Spec open_spec = {"m.open", sizeof(F), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_BASETYPE, open_slots};

int
add_types(PyObject *module)
{
    if (PyModule_Add(module, "open", PyType_FromModuleAndSpec(module, &open_spec, NULL)) < 0) {
        return -1;
    }
    return 0;
}
