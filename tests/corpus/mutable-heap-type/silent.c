#include <Python.h>

typedef struct { PyObject_HEAD int fd; } F;

static PyType_Slot f_slots[] = {
    {0, NULL},
};
PyType_Spec f_spec = {"m.F", sizeof(F), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, f_slots};

/* Some Pythons have the flag. */
static PyType_Slot newer_slots[] = {
    {0, NULL},
};
PyType_Spec newer_spec = { //~ GC005
    "m.Newer", sizeof(F), 0,
    Py_TPFLAGS_DEFAULT
#if PY_VERSION_HEX >= 0x030C0000
    | Py_TPFLAGS_IMMUTABLETYPE
#endif
    , newer_slots,
};

/* The flags are not known. */
extern unsigned int flags_elsewhere;
static PyType_Slot open_slots[] = {
    {0, NULL},
};
PyType_Spec open_spec = {"m.Open", sizeof(F), 0, MORE_FLAGS, open_slots};

int
add_types(PyObject *module)
{
    if (PyModule_Add(module, "Newer", PyType_FromModuleAndSpec(module, &newer_spec, NULL)) < 0) {
        return -1;
    }
    if (PyModule_Add(module, "Open", PyType_FromModuleAndSpec(module, &open_spec, NULL)) < 0) {
        return -1;
    }
    return PyModule_Add(module, "F", PyType_FromModuleAndSpec(module, &f_spec, NULL));
}
