#include <Python.h>

typedef struct { PyObject_HEAD PyObject *dict; PyObject *weak; } D;
typedef struct { PyTypeObject *type; } state;

static PyMemberDef weak_members[] = {
    {"__weaklistoffset__", Py_T_PYSSIZET, offsetof(D, weak), 0}, //~ HT010
    {NULL},
};

static PyType_Slot d_slots[] = {{Py_tp_members, weak_members}, {0, NULL}};
PyType_Spec d_spec = {"m.D", sizeof(D), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, d_slots};

int
add_types(PyObject *module, state *st)
{
    st->type = (PyTypeObject *)PyType_FromModuleAndSpec(module, &d_spec, NULL);
    st->type->tp_dictoffset = offsetof(D, dict); //~ HT010
    return PyModule_AddType(module, st->type);
}

/* A static type cannot have the flag. */
PyTypeObject S_Type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.S",
    .tp_basicsize = sizeof(D),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_dictoffset = offsetof(D, dict),
};

int
ready(void)
{
    S_Type.tp_weaklistoffset = offsetof(D, weak);
    return PyType_Ready(&S_Type);
}
