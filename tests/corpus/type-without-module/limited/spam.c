#include <Python.h>

/* PyType_FromModuleAndSpec is in the limited API since 3.10. */
static PyObject *
t_repr(PyObject *self)
{
    return PyType_GetModuleByDef(Py_TYPE(self), NULL); //~ LIM001
}

static PyType_Slot t_slots[] = {{Py_tp_repr, t_repr}, {0, NULL}};
static PyType_Spec t_spec = {"m.T", sizeof(PyObject), 0, Py_TPFLAGS_DEFAULT, t_slots}; //~ GC005

int
add_types(PyObject *module)
{
    PyObject *type = PyType_FromSpec(&t_spec);
    if (PyModule_AddObject(module, "T", type) < 0) { //~ ABI006
        Py_DECREF(type);
        return -1;
    }
    return 0;
}
