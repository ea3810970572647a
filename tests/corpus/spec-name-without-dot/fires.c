#include <Python.h>

typedef struct { PyObject_HEAD int fd; } F;

static PyType_Slot bare_slots[] = {
    {0, NULL},
};
PyType_Spec bare_spec = {"bare", sizeof(F), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, bare_slots}; //~ HT008

int
add_types(PyObject *module)
{
    if (PyModule_Add(module, "t0", PyType_FromModuleAndSpec(module, &bare_spec, NULL)) < 0) {
        return -1;
    }
    return 0;
}
