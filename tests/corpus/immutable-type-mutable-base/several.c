#include <Python.h>

typedef struct { PyObject_HEAD int fd; } F;

static PyType_Slot first_slots[] = {{0, NULL}};
PyType_Spec first_spec = {"m.first", sizeof(F), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_IMMUTABLETYPE, first_slots};

static PyType_Slot second_slots[] = {{0, NULL}};
PyType_Spec second_spec = {"m.second", sizeof(F), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, second_slots}; //~ GC005

/* One of two bases is mutable. */
static PyType_Slot both_slots[] = {{0, NULL}};
PyType_Spec both_spec = {"m.both", sizeof(F), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, both_slots}; //~ HT006

/* A mutable type over a mutable base. */
static PyType_Slot mutable_slots[] = {{0, NULL}};
PyType_Spec mutable_spec = {"m.mutable", sizeof(F), 0, Py_TPFLAGS_DEFAULT, mutable_slots}; //~ GC005

int
add_types(PyObject *module)
{
    PyObject *first = PyType_FromModuleAndSpec(module, &first_spec, NULL);
    PyObject *second = PyType_FromModuleAndSpec(module, &second_spec, NULL);
    PyObject *bases = PyTuple_Pack(2, first, second);
    if (PyModule_Add(module, "mutable", PyType_FromModuleAndSpec(module, &mutable_spec, second)) < 0) {
        return -1;
    }
    return PyModule_Add(module, "both", PyType_FromModuleAndSpec(module, &both_spec, bases));
}
