#include <Python.h>

typedef struct { PyObject_HEAD int fd; } F;
typedef struct { PyObject *T; PyObject *error; PyTypeObject *sequence; } state;

static PyType_Slot f_slots[] = {
    {0, NULL},
};
static PyType_Spec f_spec = {"m.F", sizeof(F), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, f_slots};
static PyStructSequence_Desc desc = {"m.sequence"};

/* The state keeps the reference of the creation. */
int
kept(PyObject *module, state *st)
{
    st->T = PyType_FromModuleAndSpec(module, &f_spec, NULL);
    return PyModule_AddType(module, (PyTypeObject *)st->T);
}

int
kept_inside(PyObject *module, state *st)
{
    return PyModule_AddType(module, (PyTypeObject *)(st->T = PyType_FromModuleAndSpec(module, &f_spec, NULL)));
}

/* A second reference for the module. */
int
counted(PyObject *module, state *st)
{
    st->error = PyErr_NewException("m.error", NULL, NULL);
    Py_INCREF(st->error);
    if (PyModule_AddObject(module, "error", st->error) < 0) { //~ ABI006
        Py_DECREF(st->error);
        return -1;
    }
    return 0;
}

int
counted_in_the_call(PyObject *module, state *st)
{
    PyTypeObject *t = PyStructSequence_NewType(&desc);
    st->sequence = (PyTypeObject *)Py_NewRef(t);
    if (PyModule_AddObject(module, "sequence", (PyObject *)t) < 0) {
        Py_DECREF(t);
        return -1;
    }
    return 0;
}

/* The module alone has it. */
int
given_away(PyObject *module)
{
    PyObject *t = PyType_FromModuleAndSpec(module, &f_spec, NULL);
    if (PyModule_AddObject(module, "T", t) < 0) {
        Py_DECREF(t);
        return -1;
    }
    return 0;
}

int
released(PyObject *module)
{
    PyObject *t = PyType_FromModuleAndSpec(module, &f_spec, NULL);
    int result = PyModule_AddType(module, (PyTypeObject *)t);
    Py_XDECREF(t);
    return result;
}

PyObject *
handed_back(PyObject *module)
{
    PyObject *t = PyType_FromModuleAndSpec(module, &f_spec, NULL);
    if (PyModule_AddType(module, (PyTypeObject *)t) < 0) {
        Py_DECREF(t);
        return NULL;
    }
    return t;
}

/* One local, one type after the other. */
int
in_turn(PyObject *module, state *st)
{
    PyObject *t = PyType_FromModuleAndSpec(module, &f_spec, NULL);
    if (PyModule_AddObject(module, "T", t) < 0) {
        Py_DECREF(t);
        return -1;
    }
    t = PyErr_NewException("m.error", NULL, NULL);
    st->error = t;
    return PyModule_AddObjectRef(module, "error", t);
}

/* Never read again: a pointer that nobody follows. */
typedef struct { PyObject *unused; } other;

int
never_read(PyObject *module, other *o)
{
    o->unused = PyErr_NewException("m.unused", NULL, NULL);
    if (PyModule_AddObject(module, "unused", o->unused) < 0) {
        Py_DECREF(o->unused);
        return -1;
    }
    return 0;
}

PyObject *
use(state *st)
{
    PyErr_SetObject(st->error, st->T);
    return PyStructSequence_New(st->sequence);
}
