/* Through helpers, locals and tests. */
#include <Python.h>

typedef struct { PyObject *free_list; int count; } state;
typedef struct { PyObject_HEAD state *st; } Obj;

state *global_state; //~ ISO020

/* The project's own function of that name. */
void *PyType_GetModuleByDef(PyTypeObject *type, void *def) { return type; }

static state *
get(PyObject *module)
{
    return PyModule_GetState(module);
}

static state *
get_tested(PyObject *module)
{
    return module ? PyModule_GetState(module) : NULL;
}

/* Through a helper that gets a module that the type was asked for. */
static void
by_helper(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    PyObject *module = PyType_GetModule(tp);
    get(module)->count--; //~ HT003
    tp->tp_free(self);
    Py_DECREF(tp);
}

static void
by_tested_helper(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    get_tested(PyType_GetModule(tp))->count--;
    tp->tp_free(self);
    Py_DECREF(tp);
}

static void
tested_module(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    PyObject *module = PyType_GetModule(tp);
    if (module != NULL)
        get(module)->count--;
    tp->tp_free(self);
    Py_DECREF(tp);
}

/* A module from elsewhere as well. */
static void
other_module(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    PyObject *module = PyType_GetModule(tp);
    module = PyState_FindModule(NULL); //~ INIT009
    get(module)->count--;
    tp->tp_free(self);
    Py_DECREF(tp);
}

static void
kept_in_global(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    global_state = PyType_GetModuleState(tp);
    global_state->count--;
    tp->tp_free(self);
    Py_DECREF(tp);
}

static void
dead(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
#if PY_VERSION_HEX < 0x03000000
    ((state *)PyType_GetModuleState(tp))->count--;
#endif
    tp->tp_free(self);
    Py_DECREF(tp);
}

#define SPEC(name, dealloc) \
    static PyType_Slot name##_slots[] = {{Py_tp_dealloc, dealloc}, {0, NULL}}; \
    PyType_Spec name = {"m." #name, sizeof(Obj), 0, Py_TPFLAGS_DEFAULT, name##_slots};
SPEC(One, by_helper)
SPEC(Two, by_tested_helper)
SPEC(Three, tested_module)
SPEC(Four, other_module)
SPEC(Five, kept_in_global)
SPEC(Six, dead)
