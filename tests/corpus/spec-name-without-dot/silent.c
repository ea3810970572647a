#include <Python.h>

typedef struct { PyObject_HEAD int fd; } F;

static PyType_Slot dotted_slots[] = {
    {0, NULL},
};
PyType_Spec dotted_spec = {"m.dotted", sizeof(F), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, dotted_slots};

// The name starts with what a macro stands for.
PyType_Spec prefixed_spec = {MODULE_PREFIX "prefixed", sizeof(F), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, dotted_slots};

int
add_types(PyObject *module)
{
    if (PyModule_Add(module, "t0", PyType_FromModuleAndSpec(module, &dotted_spec, NULL)) < 0) {
        return -1;
    }
    if (PyModule_Add(module, "t1", PyType_FromModuleAndSpec(module, &prefixed_spec, NULL)) < 0) {
        return -1;
    }
    return 0;
}
