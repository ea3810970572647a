#include <Python.h>

typedef struct { PyObject_HEAD int fd; } F;

static PyType_Slot meta_slots[] = {
    {Py_tp_doc, "meta"},
    {0, NULL},
};
PyType_Spec meta_spec = {"m.meta", 0, 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_DISALLOW_INSTANTIATION, meta_slots}; //~ GC002

static PyType_Slot made_slots[] = {
    {0, NULL},
};
PyType_Spec made_spec = {"m.made", sizeof(F), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, made_slots};

int
add_types(PyObject *module)
{
    PyTypeObject *meta = (PyTypeObject *)PyType_FromModuleAndSpec(module, &meta_spec, (PyObject *)&PyType_Type);
    return PyModule_Add(module, "F", PyType_FromMetaclass(meta, module, &made_spec, NULL));
}
