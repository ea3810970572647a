#include <Python.h>

typedef struct { PyObject_HEAD PyObject *dict; } D;

static PyMemberDef members[] = {
    {"__dictoffset__", T_PYSSIZET, offsetof(D, dict), READONLY},
    {NULL},
};

static PyType_Slot d_slots[] = {{Py_tp_members, members}, {0, NULL}};
PyType_Spec d_spec = {"m.D", sizeof(D), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, d_slots};

int
add_types(PyObject *module)
{
    return PyModule_AddType(module, (PyTypeObject *)PyType_FromModuleAndSpec(module, &d_spec, NULL)); //~ HT013
}
