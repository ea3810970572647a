#include <Python.h>

typedef struct { PyObject_HEAD int fd; } F;

static PyType_Slot f_slots[] = {
    {0, NULL},
};
PyType_Spec f_spec = {"m.F", sizeof(F), 0, Py_TPFLAGS_DEFAULT, f_slots}; //~ GC005 HT005

int
add_types(PyObject *module)
{
    return PyModule_Add(module, "F", PyType_FromModuleAndSpec(module, &f_spec, NULL));
}
