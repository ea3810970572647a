#include <Python.h>

/* Before Python 3.12 the metaclass of a base is not asked. */
typedef struct { PyObject_HEAD int fd; } F;
typedef struct { PyHeapTypeObject type; int more; } Meta;

static PyObject *
meta_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    return PyType_Type.tp_new(type, args, kwargs);
}

static PyTypeObject Meta_Type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.Meta",
    .tp_basicsize = sizeof(Meta),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_base = &PyType_Type,
    .tp_new = meta_new,
};

static PyTypeObject Base_Type = { //~ ISO001
    PyVarObject_HEAD_INIT(&Meta_Type, 0)
    .tp_name = "m.Base",
    .tp_basicsize = sizeof(F),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE,
};

static PyType_Slot derived_slots[] = {{0, NULL}};
PyType_Spec derived_spec = {"m.derived", sizeof(F), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, derived_slots};

int
add_types(PyObject *module)
{
    return PyModule_AddObject(module, "d", PyType_FromSpecWithBases(&derived_spec, (PyObject *)&Base_Type)); //~ INIT016
}
