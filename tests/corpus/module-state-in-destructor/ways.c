#include <Python.h>

typedef struct { PyObject_HEAD int fd; } F;
typedef struct { int n; } state;
extern PyModuleDef def;

static state *
get_state(PyTypeObject *type)
{
    state *st = PyType_GetModuleState(type);
    assert(st != NULL);
    return st;
}

static state *
get_tested(PyTypeObject *type)
{
    state *st = PyType_GetModuleState(type);
    if (st == NULL) {
        abort();
    }
    return st;
}

static void
at_once_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    ((state *)PyType_GetModuleState(tp))->n--; //~ HT003
    tp->tp_free(self);
    Py_DECREF(tp);
}

static PyType_Slot at_once_slots[] = {{Py_tp_dealloc, at_once_dealloc}, {0, NULL}};
PyType_Spec at_once_spec = {"m.at_once", sizeof(F), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, at_once_slots};

static void
by_def_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    state *st = PyModule_GetState(PyType_GetModuleByDef(tp, &def)); //~ HT003
    st->n--;
    tp->tp_free(self);
    Py_DECREF(tp);
}

static PyType_Slot by_def_slots[] = {{Py_tp_dealloc, by_def_dealloc}, {0, NULL}};
PyType_Spec by_def_spec = {"m.by_def", sizeof(F), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, by_def_slots};

static void
in_steps_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    PyObject *module = PyType_GetModule(tp);
    state *st = PyModule_GetState(module); //~ HT003
    st->n--;
    tp->tp_free(self);
    Py_DECREF(tp);
}

static PyType_Slot in_steps_slots[] = {{Py_tp_dealloc, in_steps_dealloc}, {0, NULL}};
PyType_Spec in_steps_spec = {"m.in_steps", sizeof(F), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, in_steps_slots};

static void
helper_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    state *st = get_state(tp); //~ HT003
    st->n--;
    tp->tp_free(self);
    Py_DECREF(tp);
}

static PyType_Slot helper_slots[] = {{Py_tp_dealloc, helper_dealloc}, {0, NULL}};
PyType_Spec helper_spec = {"m.helper", sizeof(F), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, helper_slots};

static int
cleared_clear(PyObject *self)
{
    state *st = PyType_GetModuleState(Py_TYPE(self)); //~ HT003
    st->n--;
    return 0;
}

static int
cleared_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    return 0;
}

static PyType_Slot cleared_slots[] = {{Py_tp_clear, cleared_clear}, {Py_tp_traverse, cleared_traverse}, {0, NULL}};
PyType_Spec cleared_spec = {
    "m.cleared", sizeof(F), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, cleared_slots,
};

static void
last_finalize(PyObject *self)
{
    state *st = PyType_GetModuleState(Py_TYPE(self)); //~ HT003
    st->n--;
}

static PyType_Slot last_slots[] = {{Py_tp_finalize, last_finalize}, {0, NULL}};
PyType_Spec last_spec = {"m.last", sizeof(F), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, last_slots};

int
add_types(PyObject *module)
{
    PyObject *types[] = {
        PyType_FromModuleAndSpec(module, &at_once_spec, NULL),
        PyType_FromModuleAndSpec(module, &by_def_spec, NULL),
        PyType_FromModuleAndSpec(module, &in_steps_spec, NULL),
        PyType_FromModuleAndSpec(module, &helper_spec, NULL),
        PyType_FromModuleAndSpec(module, &cleared_spec, NULL),
        PyType_FromModuleAndSpec(module, &last_spec, NULL),
    };
    return types[0] != NULL;
}
