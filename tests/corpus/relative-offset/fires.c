#include <Python.h>

typedef struct { PyObject_HEAD int fd; } F;

static PyMemberDef flag_members[] = {
    {"fd", Py_T_INT, 0, Py_RELATIVE_OFFSET}, //~ HT011
    {NULL},
};

static PyType_Slot flag_slots[] = {
    {Py_tp_members, flag_members},
    {0, NULL},
};
PyType_Spec flag_spec = {"m.flag", sizeof(F), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, flag_slots};

static PyMemberDef plain_members[] = {
    {"fd", Py_T_INT, offsetof(F, fd), 0}, //~ HT011
    {NULL},
};

static PyType_Slot plain_slots[] = {
    {Py_tp_members, plain_members},
    {0, NULL},
};
PyType_Spec plain_spec = {"m.plain", -(int)sizeof(F), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, plain_slots};

int
add_types(PyObject *module)
{
    if (PyModule_Add(module, "flag", PyType_FromModuleAndSpec(module, &flag_spec, NULL)) < 0) {
        return -1;
    }
    if (PyModule_Add(module, "plain", PyType_FromModuleAndSpec(module, &plain_spec, NULL)) < 0) {
        return -1;
    }
    return 0;
}
