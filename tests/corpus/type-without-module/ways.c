/* Whose module is asked for, by which function, and where the module is at hand. */
#include <Python.h>

typedef struct { PyObject *error; } state;

static PyObject *
ask(PyObject *self, PyObject *args)
{
    PyObject *by_type = PyType_GetModule(Py_TYPE(self));
    void *of_this = PyType_GetModuleState(Py_TYPE(self));
    return PyLong_FromVoidPtr(of_this ? of_this : by_type);
}

static PyMethodDef methods[] = {{"ask", ask, METH_NOARGS}, {NULL}};
static PyType_Slot slots[] = {{Py_tp_methods, methods}, {0, NULL}};
PyType_Spec spec = {"m.Spam", 16, 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, slots};
PyType_Spec other_spec = {"m.Eggs", 16, 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, slots};
PyType_Spec null_spec = {"m.Ham", 16, 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, slots};
PyType_Spec local_spec = {"m.Local", 16, 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, slots};
PyType_Spec wrapped_spec = {"m.Wrapped", 16, 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, slots};

int
add_types(PyObject *m)
{
    return PyModule_AddObjectRef(m, "Spam", PyType_FromSpec(&spec)); //~ HT001 HT013
}

/* The name of the module is set to another one. */
int
add_other(PyObject *m, PyObject *parent)
{
    m = PyImport_AddModule("parent");
    return PyModule_AddObjectRef(m, "Eggs", PyType_FromSpec(&other_spec)); //~ HT001 HT013
}

/* Nothing is a module here. */
int
add_null(PyObject *m)
{
    return PyModule_AddObjectRef(NULL, "Ham", PyType_FromSpec(&null_spec)); //~ HT001 HT013
}

/* Not the parameter, but a module all the same. */
int
add_local(PyObject *parent)
{
    PyObject *m = PyImport_AddModule("m");
    return PyModule_AddObjectRef(m, "Local", PyType_FromSpec(&local_spec)); //~ HT001 HT013
}

#define MAKE(spec) PyType_FromSpec(spec)
int
add_wrapped(PyObject *m)
{
    return PyModule_AddObjectRef(m, "Wrapped", MAKE(&wrapped_spec)); //~ HT001 HT013
}
