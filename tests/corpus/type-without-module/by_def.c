#include <Python.h>

typedef struct { PyObject_HEAD int fd; } F;
extern PyModuleDef def;

/* Asks for the module by its definition: a note, no error. */
static PyObject *
t_repr(PyObject *self)
{
    return Py_XNewRef(PyType_GetModuleByDef(Py_TYPE(self), &def));
}

static PyType_Slot t_slots[] = {{Py_tp_repr, t_repr}, {0, NULL}};
PyType_Spec t_spec = {"m.T", sizeof(F), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, t_slots};

/* Before Python 3.9 there is no other function. */
static PyType_Slot old_slots[] = {{Py_tp_repr, t_repr}, {0, NULL}};
PyType_Spec old_spec = {"m.old", sizeof(F), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, old_slots};

int
add_types(PyObject *module)
{
#if PY_VERSION_HEX < 0x03090000
    PyObject *old = PyType_FromSpec(&old_spec);
#else
    PyObject *old = PyType_FromModuleAndSpec(module, &old_spec, NULL);
#endif
    if (PyModule_Add(module, "old", old) < 0) {
        return -1;
    }
    return PyModule_Add(module, "T", PyType_FromSpec(&t_spec)); //~ HT001
}
