#include <Python.h>

typedef struct { PyObject_HEAD int fd; } F;

static PyObject *
meta_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    return PyType_Type.tp_new(type, args, kwargs);
}

static PyTypeObject Meta_Type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.Meta",
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_base = &PyType_Type,
    .tp_new = meta_new,
};

/* A header that names the metaclass. */
static PyTypeObject Base_Type = { //~ ISO001
    PyVarObject_HEAD_INIT(&Meta_Type, 0)
    .tp_name = "m.Base",
    .tp_basicsize = sizeof(F),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE,
};

/* A header that gets it at run time. */
static PyTypeObject Late_Type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.Late",
    .tp_basicsize = sizeof(F),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE,
};

/* The tp_new of a metaclass that inherits it. */
static PyTypeObject Inherits_Type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.Inherits",
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_base = &Meta_Type,
};

static PyType_Slot first_slots[] = {{0, NULL}};
PyType_Spec first_spec = {"m.first", sizeof(F), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, first_slots};
static PyType_Slot second_slots[] = {{0, NULL}};
PyType_Spec second_spec = {"m.second", sizeof(F), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, second_slots};
static PyType_Slot third_slots[] = {{0, NULL}};
PyType_Spec third_spec = {"m.third", sizeof(F), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, third_slots};

int
add_types(PyObject *module)
{
    Py_SET_TYPE(&Late_Type, &Meta_Type);
    PyObject *first = PyType_FromModuleAndSpec(module, &first_spec, (PyObject *)&Base_Type); //~ HT007
    PyObject *second = PyType_FromModuleAndSpec(module, &second_spec, (PyObject *)&Late_Type); //~ HT007
    PyObject *third = PyType_FromMetaclass(&Inherits_Type, module, &third_spec, NULL); //~ HT007
    if (PyModule_Add(module, "first", first) < 0 || PyModule_Add(module, "second", second) < 0) {
        return -1;
    }
    return PyModule_Add(module, "third", third);
}
