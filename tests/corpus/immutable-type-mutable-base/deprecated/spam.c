#include <Python.h>

typedef struct { PyObject_HEAD int fd; } F;

static PyType_Slot base_slots[] = {{0, NULL}};
PyType_Spec base_spec = {"m.base", sizeof(F), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, base_slots}; //~ GC005

static PyType_Slot derived_slots[] = {{0, NULL}};
PyType_Spec derived_spec = {"m.derived", sizeof(F), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, derived_slots}; //~ HT006

int
add_types(PyObject *module)
{
    PyObject *base = PyType_FromModuleAndSpec(module, &base_spec, NULL);
    return PyModule_Add(module, "d", PyType_FromModuleAndSpec(module, &derived_spec, base));
}
