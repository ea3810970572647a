#include <Python.h>

typedef struct { PyObject_HEAD int fd; } F;

static PyObject *
meta_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    return PyType_Type.tp_new(type, args, kwargs);
}

static PyType_Slot meta_slots[] = {
    {Py_tp_new, meta_new},
    {0, NULL},
};
PyType_Spec meta_spec = {"m.meta", 0, 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, meta_slots}; //~ GC002

static PyType_Slot base_slots[] = {{0, NULL}};
PyType_Spec base_spec = {"m.base", sizeof(F), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_BASETYPE, base_slots};

static PyType_Slot derived_slots[] = {{0, NULL}};
PyType_Spec derived_spec = {"m.derived", sizeof(F), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, derived_slots};

static PyType_Slot named_slots[] = {{0, NULL}};
PyType_Spec named_spec = {"m.named", sizeof(F), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, named_slots};

int
add_types(PyObject *module)
{
    PyTypeObject *meta = (PyTypeObject *)PyType_FromModuleAndSpec(module, &meta_spec, (PyObject *)&PyType_Type);
    PyObject *base = PyType_FromMetaclass(meta, module, &base_spec, NULL); //~ HT007
    /* The metaclass of the base. */
    PyObject *derived = PyType_FromModuleAndSpec(module, &derived_spec, base); //~ HT007
    PyObject *named = PyType_FromMetaclass(NULL, module, &named_spec, base); //~ HT007
    if (PyModule_Add(module, "named", named) < 0) {
        return -1;
    }
    return PyModule_Add(module, "derived", derived);
}
