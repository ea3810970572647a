#include <Python.h>

typedef struct { PyObject_HEAD int fd; } F;

static PyType_Slot plain_slots[] = {
    {0, NULL},
};
PyType_Spec plain_spec = {"m.plain", sizeof(F), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, plain_slots};

int
add_types(PyObject *module)
{
    if (PyModule_Add(module, "t0", PyType_FromSpec(&plain_spec)) < 0) {
        return -1;
    }
    return 0;
}
