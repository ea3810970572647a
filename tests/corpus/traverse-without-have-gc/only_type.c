#include <Python.h>

typedef struct { PyObject_HEAD int fd; } F;

static int
f_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    return 0;
}

/* Nothing but the type is visited: the slot can go. */
static PyType_Slot lone_slots[] = {
    {Py_tp_traverse, f_traverse},
    {0, NULL},
};
static PyType_Spec lone_spec = { //~ GC006
    "m.lone", sizeof(F), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, lone_slots,
};

/* With GC from the base, dropping the slot would turn it on. */
static PyType_Slot derived_slots[] = {
    {Py_tp_traverse, f_traverse},
    {0, NULL},
};
static PyType_Spec derived_spec = { //~ GC006
    "m.derived", 0, 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, derived_slots,
};

/* Two slots. */
static int
f_clear(PyObject *self)
{
    return 0;
}

static PyType_Slot both_slots[] = {
    {Py_tp_traverse, f_traverse},
    {Py_tp_clear, f_clear},
    {0, NULL},
};
static PyType_Spec both_spec = { //~ GC006
    "m.both", sizeof(F), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, both_slots,
};

int
add_types(PyObject *module)
{
    if (PyModule_Add(module, "lone", PyType_FromModuleAndSpec(module, &lone_spec, NULL)) < 0) {
        return -1;
    }
    if (PyModule_Add(module, "both", PyType_FromModuleAndSpec(module, &both_spec, NULL)) < 0) {
        return -1;
    }
    return PyModule_Add(module, "derived", PyType_FromModuleAndSpec(module, &derived_spec, (PyObject *)&PyList_Type));
}
