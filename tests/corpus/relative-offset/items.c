#include <Python.h>

typedef struct { int more; } Data;

/* Instances of int, tuple and bytes vary in size. */
static PyType_Slot number_slots[] = {{0, NULL}};
PyType_Spec number_spec = { //~ HT011
    "m.number", -(int)sizeof(Data), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, number_slots,
};

/* So do those of a type with an itemsize. */
static PyType_Slot array_slots[] = {{0, NULL}};
PyType_Spec array_spec = {
    "m.array", sizeof(PyVarObject), sizeof(int),
    Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_BASETYPE, array_slots,
};
static PyType_Slot above_slots[] = {{0, NULL}};
PyType_Spec above_spec = { //~ HT011
    "m.above", -(int)sizeof(Data), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, above_slots,
};

/* The flag on the type, or on its base. */
static PyType_Slot flagged_slots[] = {{0, NULL}};
PyType_Spec flagged_spec = {
    "m.flagged", -(int)sizeof(Data), 0,
    Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_ITEMS_AT_END, flagged_slots,
};
static PyType_Slot end_slots[] = {{0, NULL}};
PyType_Spec end_spec = {
    "m.end", sizeof(PyVarObject), sizeof(int),
    Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_ITEMS_AT_END, end_slots,
};
static PyType_Slot behind_slots[] = {{0, NULL}};
PyType_Spec behind_spec = {
    "m.behind", -(int)sizeof(Data), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, behind_slots,
};

/* A base of one size; a metaclass, whose base has the flag; all of the size. */
static PyType_Slot float_slots[] = {{0, NULL}};
PyType_Spec float_spec = {
    "m.float", -(int)sizeof(Data), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, float_slots,
};
static PyType_Slot meta_slots[] = {{0, NULL}};
PyType_Spec meta_spec = { //~ GC002
    "m.meta", -(int)sizeof(Data), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, meta_slots,
};
static PyType_Slot whole_slots[] = {{0, NULL}};
PyType_Spec whole_spec = {
    "m.whole", sizeof(PyVarObject), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, whole_slots,
};

int
add_types(PyObject *module)
{
    PyObject *array = PyType_FromModuleAndSpec(module, &array_spec, NULL);
    PyObject *end = PyType_FromModuleAndSpec(module, &end_spec, NULL);
    PyObject *types[] = {
        PyType_FromModuleAndSpec(module, &number_spec, (PyObject *)&PyLong_Type),
        PyType_FromModuleAndSpec(module, &above_spec, array),
        PyType_FromModuleAndSpec(module, &flagged_spec, array),
        PyType_FromModuleAndSpec(module, &behind_spec, end),
        PyType_FromModuleAndSpec(module, &float_spec, (PyObject *)&PyFloat_Type),
        PyType_FromModuleAndSpec(module, &meta_spec, (PyObject *)&PyType_Type),
        PyType_FromModuleAndSpec(module, &whole_spec, (PyObject *)&PyLong_Type),
    };
    return types[0] != NULL;
}
