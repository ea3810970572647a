#include <Python.h>

typedef struct { PyObject_HEAD int fd; } F;

typedef struct { PyObject_HEAD PyObject *dict; } D;

static PyMemberDef old_members[] = {
    {"__dictoffset__", Py_T_PYSSIZET, offsetof(D, dict), Py_READONLY}, //~ HT010
    {NULL},
};

static PyType_Slot old_slots[] = {
    {Py_tp_members, old_members},
    {0, NULL},
};
PyType_Spec old_spec = {"m.old", sizeof(F), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, old_slots};

static PyMemberDef kind_members[] = {
    {"__dictoffset__", T_OBJECT, offsetof(D, dict), READONLY}, //~ HT010
    {NULL},
};

static PyType_Slot kind_slots[] = {
    {Py_tp_members, kind_members},
    {0, NULL},
};
PyType_Spec kind_spec = {"m.kind", sizeof(F), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, kind_slots};

static PyMemberDef both_members[] = {
    {"__dictoffset__", T_PYSSIZET, offsetof(D, dict), READONLY}, //~ HT010
    {NULL},
};

int both_traverse(PyObject *, visitproc, void *);
int both_clear(PyObject *);

static PyType_Slot both_slots[] = {
    {Py_tp_members, both_members},
    {Py_tp_traverse, both_traverse},
    {Py_tp_clear, both_clear},
    {0, NULL},
};
PyType_Spec both_spec = {"m.both", sizeof(F), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_MANAGED_DICT, both_slots};

int
add_types(PyObject *module)
{
    if (PyModule_Add(module, "old", PyType_FromModuleAndSpec(module, &old_spec, NULL)) < 0) {
        return -1;
    }
    if (PyModule_Add(module, "kind", PyType_FromModuleAndSpec(module, &kind_spec, NULL)) < 0) {
        return -1;
    }
    if (PyModule_Add(module, "both", PyType_FromModuleAndSpec(module, &both_spec, NULL)) < 0) {
        return -1;
    }
    return 0;
}
