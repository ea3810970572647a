#include <Python.h>

typedef struct { PyObject_HEAD int fd; } F;
typedef struct { int n; } state;
extern PyModuleDef def;

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
helper_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    state *st = get_tested(tp);
    st->n--;
    tp->tp_free(self);
    Py_DECREF(tp);
}

static PyType_Slot helper_slots[] = {{Py_tp_dealloc, helper_dealloc}, {0, NULL}};
PyType_Spec helper_spec = {"m.helper", sizeof(F), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, helper_slots};

static void
module_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    PyObject *module = PyType_GetModule(tp);
    if (module != NULL) {
        state *st = PyModule_GetState(module);
        st->n--;
    }
    tp->tp_free(self);
    Py_DECREF(tp);
}

static PyType_Slot module_slots[] = {{Py_tp_dealloc, module_dealloc}, {0, NULL}};
PyType_Spec module_spec = {"m.module", sizeof(F), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, module_slots};

static void
conditional_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    state *st = PyType_GetModuleState(tp);
    int *n = st ? &st->n : NULL;
    (void)n;
    tp->tp_free(self);
    Py_DECREF(tp);
}

static PyType_Slot conditional_slots[] = {{Py_tp_dealloc, conditional_dealloc}, {0, NULL}};
PyType_Spec conditional_spec = {"m.conditional", sizeof(F), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, conditional_slots};

/* The object keeps the module alive. */
typedef struct { PyObject_HEAD PyObject *module; } Keeps;

static void
keeps_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    state *st = PyModule_GetState(((Keeps *)self)->module);
    st->n--;
    Py_DECREF(((Keeps *)self)->module);
    tp->tp_free(self);
    Py_DECREF(tp);
}

static PyType_Slot keeps_slots[] = {{Py_tp_dealloc, keeps_dealloc}, {0, NULL}};
PyType_Spec keeps_spec = {"m.keeps", sizeof(Keeps), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, keeps_slots}; //~ GC005

/* Not the end of an object. */
static PyObject *
asked_repr(PyObject *self)
{
    state *st = PyType_GetModuleState(Py_TYPE(self));
    return PyLong_FromLong(st->n);
}

static PyType_Slot asked_slots[] = {{Py_tp_repr, asked_repr}, {0, NULL}};
PyType_Spec asked_spec = {"m.asked", sizeof(F), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, asked_slots};

int
add_types(PyObject *module)
{
    PyObject *types[] = {
        PyType_FromModuleAndSpec(module, &helper_spec, NULL),
        PyType_FromModuleAndSpec(module, &module_spec, NULL),
        PyType_FromModuleAndSpec(module, &conditional_spec, NULL),
        PyType_FromModuleAndSpec(module, &keeps_spec, NULL),
        PyType_FromModuleAndSpec(module, &asked_spec, NULL),
    };
    return types[0] != NULL;
}
