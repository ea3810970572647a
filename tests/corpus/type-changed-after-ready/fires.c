#include <Python.h>

static PyTypeObject Spam_Type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.Spam",
    .tp_basicsize = sizeof(PyObject),
};

int
add_spam(PyObject *module)
{
    if (PyType_Ready(&Spam_Type) < 0) {
        return -1;
    }
    Spam_Type.tp_base = &PyList_Type; //~ HT017
    return PyModule_AddObjectRef(module, "Spam", (PyObject *)&Spam_Type);
}

static PyType_Slot egg_slots[] = {{0, NULL}};
static PyType_Spec egg_spec = {"m.Egg", sizeof(PyObject), 0, Py_TPFLAGS_DEFAULT, egg_slots}; //~ GC005 GC030

PyObject *
make_egg(PyObject *module)
{
    PyObject *type = PyType_FromModuleAndSpec(module, &egg_spec, NULL);
    if (type != NULL) {
        ((PyTypeObject *)type)->tp_flags |= Py_TPFLAGS_MANAGED_DICT; //~ HT017
    }
    return type;
}
