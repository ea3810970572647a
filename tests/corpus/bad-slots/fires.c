#include <Python.h>

typedef struct { PyObject_HEAD int fd; } F;

PyType_Slot open_slots[] = {
    {Py_tp_doc, "doc"}, //~ HT009
};

static PyType_Slot twice_slots[] = {
    {Py_tp_doc, "one"},
    {Py_tp_doc, "two"}, //~ HT009
    {0, NULL},
};
PyType_Spec twice_spec = {"m.twice", sizeof(F), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, twice_slots};

int
add_types(PyObject *module)
{
    if (PyModule_Add(module, "t0", PyType_FromModuleAndSpec(module, &twice_spec, NULL)) < 0) {
        return -1;
    }
    return 0;
}
