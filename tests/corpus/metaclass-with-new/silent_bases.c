#include <Python.h>

typedef struct { PyObject_HEAD int fd; } F;

/* The tp_new of `type`, written down. */
static PyTypeObject Meta_Type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.Meta",
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_base = &PyType_Type,
};

static PyTypeObject Base_Type = { //~ ISO001
    PyVarObject_HEAD_INIT(&Meta_Type, 0)
    .tp_name = "m.Base",
    .tp_basicsize = sizeof(F),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE,
};

static PyType_Slot first_slots[] = {{0, NULL}};
PyType_Spec first_spec = {"m.first", sizeof(F), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, first_slots};
static PyType_Slot second_slots[] = {{0, NULL}};
PyType_Spec second_spec = {"m.second", sizeof(F), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, second_slots};

int
add_types(PyObject *module)
{
    Meta_Type.tp_new = PyType_Type.tp_new;
    PyObject *first = PyType_FromModuleAndSpec(module, &first_spec, (PyObject *)&Base_Type);
    PyObject *second = PyType_FromMetaclass(&Meta_Type, module, &second_spec, NULL);
    if (PyModule_Add(module, "first", first) < 0) {
        return -1;
    }
    return PyModule_Add(module, "second", second);
}
