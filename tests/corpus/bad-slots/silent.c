#include <Python.h>

typedef struct { PyObject_HEAD int fd; } F;

PyType_Slot sized_slots[2] = {
    {Py_tp_doc, "doc"},
};

#define END {0, NULL}

PyType_Slot macro_slots[] = {
    {Py_tp_doc, "doc"},
    END
};

static PyType_Slot once_slots[] = {
    {Py_tp_doc, "one"},
    {0, NULL},
};
PyType_Spec once_spec = {"m.once", sizeof(F), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, once_slots};

int
add_types(PyObject *module)
{
    if (PyModule_Add(module, "once", PyType_FromModuleAndSpec(module, &once_spec, NULL)) < 0) {
        return -1;
    }
    return 0;
}
