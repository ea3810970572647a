#include <Python.h>

typedef struct { PyObject_HEAD int fd; } F;
typedef struct { PyObject *T; PyObject *error; PyTypeObject *sequence; } state;

static PyType_Slot f_slots[] = {
    {0, NULL},
};
static PyType_Spec f_spec = {"m.F", sizeof(F), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, f_slots};
static PyStructSequence_Desc desc = {"m.sequence"};

int
through_a_local(PyObject *module, state *st)
{
    PyObject *t = PyType_FromModuleAndSpec(module, &f_spec, NULL);
    if (t == NULL) {
        return -1;
    }
    st->T = t; //~ HT013
    if (PyModule_AddObject(module, "T", t) < 0) { //~ ABI006
        Py_DECREF(t);
        return -1;
    }
    return 0;
}

int
stored_first(PyObject *module, state *st)
{
    st->error = PyErr_NewException("m.error", NULL, NULL); //~ HT013
    if (PyModule_AddObject(module, "error", st->error) < 0) {
        Py_CLEAR(st->error);
        return -1;
    }
    return 0;
}

int
stored_afterwards(PyObject *module, state *st)
{
    PyTypeObject *t = PyStructSequence_NewType(&desc);
    if (PyModule_AddObject(module, "sequence", (PyObject *)t) < 0) {
        Py_DECREF(t);
        return -1;
    }
    st->sequence = t; //~ HT013
    return 0;
}

/* AddType and AddObjectRef take a reference of their own. */
int
leaks(PyObject *module)
{
    PyObject *t = PyType_FromModuleAndSpec(module, &f_spec, NULL); //~ HT013
    if (t == NULL) {
        return -1;
    }
    if (PyModule_AddType(module, (PyTypeObject *)t) < 0) {
        Py_DECREF(t);
        return -1;
    }
    return 0;
}

int
leaks_unnamed(PyObject *module)
{
    return PyModule_AddObjectRef(module, "error", PyErr_NewException("m.error", NULL, NULL)); //~ HT013
}

PyObject *
use(state *st)
{
    PyErr_SetObject(st->error, st->T);
    return PyStructSequence_New(st->sequence);
}
