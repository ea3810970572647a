#include <Python.h>

typedef struct { PyObject_HEAD int fd; } F;

typedef struct { int n; } state;

static void
tested_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    state *st = PyType_GetModuleState(tp);
    if (st != NULL) {
        st->n--;
    }
    tp->tp_free(self);
    Py_DECREF(tp);
}

static PyType_Slot tested_slots[] = {
    {Py_tp_dealloc, tested_dealloc},
    {0, NULL},
};
PyType_Spec tested_spec = {"m.tested", sizeof(F), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, tested_slots};

typedef struct { PyObject_HEAD state *st; } G;

static void
kept_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    ((G *)self)->st->n--;
    tp->tp_free(self);
    Py_DECREF(tp);
}

static PyType_Slot kept_slots[] = {
    {Py_tp_dealloc, kept_dealloc},
    {0, NULL},
};
PyType_Spec kept_spec = {"m.kept", sizeof(G), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, kept_slots};

int
add_types(PyObject *module)
{
    if (PyModule_Add(module, "tested", PyType_FromModuleAndSpec(module, &tested_spec, NULL)) < 0) {
        return -1;
    }
    if (PyModule_Add(module, "kept", PyType_FromModuleAndSpec(module, &kept_spec, NULL)) < 0) {
        return -1;
    }
    return 0;
}
