#include <Python.h>

typedef struct { PyObject_HEAD PyObject *watchers; } Named;

static PyMemberDef named_members[] = {
    {"__weaklistoffset__", Py_T_PYSSIZET, offsetof(Named, watchers), Py_READONLY}, //~ HT010
    {NULL},
};

static int
named_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(((Named *)self)->watchers); //~ GC033
    return 0;
}

static PyType_Slot named_slots[] = {
    {Py_tp_traverse, named_traverse},
    {Py_tp_members, named_members},
    {0, NULL},
};
PyType_Spec named_spec = {
    "m.named", sizeof(Named), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, named_slots,
};

/* A list of weak references that the object owns. */
typedef struct { PyObject_HEAD PyObject *weaklist; } Owner;

static int
owner_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(((Owner *)self)->weaklist);
    return 0;
}

static int
owner_clear(PyObject *self)
{
    Py_CLEAR(((Owner *)self)->weaklist);
    return 0;
}

static PyType_Slot owner_slots[] = {
    {Py_tp_traverse, owner_traverse},
    {Py_tp_clear, owner_clear},
    {0, NULL},
};
PyType_Spec owner_spec = {
    "m.owner", sizeof(Owner), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, owner_slots,
};

int
add_types(PyObject *module)
{
    PyObject *types[] = {
        PyType_FromModuleAndSpec(module, &named_spec, NULL),
        PyType_FromModuleAndSpec(module, &owner_spec, NULL),
    };
    return types[0] != NULL;
}
