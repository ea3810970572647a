#include <Python.h>

typedef struct { PyObject_HEAD int fd; } F;

typedef struct { int n; } state;

static void
plain_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    state *st = PyType_GetModuleState(tp); //~ HT003
    st->n--;
    tp->tp_free(self);
    Py_DECREF(tp);
}

static PyType_Slot plain_slots[] = {
    {Py_tp_dealloc, plain_dealloc},
    {0, NULL},
};
PyType_Spec plain_spec = {"m.plain", sizeof(F), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, plain_slots};

int
add_types(PyObject *module)
{
    if (PyModule_Add(module, "plain", PyType_FromModuleAndSpec(module, &plain_spec, NULL)) < 0) {
        return -1;
    }
    return 0;
}
