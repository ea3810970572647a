#include <Python.h>

typedef struct { PyObject_HEAD int fd; } F;
typedef struct { PyTypeObject *base; PyTypeObject *own; } state;
static state *get_state(PyTypeObject *type);

/* A spec without a dealloc gets one that calls the dealloc of the object's own type. */
static PyType_Slot base_slots[] = {{0, NULL}};
PyType_Spec base_spec = {
    "m.Base", sizeof(F), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_BASETYPE, base_slots,
};

static void
derived_dealloc(PyObject *self)
{
    state *st = get_state(Py_TYPE(self));
    st->base->tp_dealloc(self); //~ GC037
}

static PyType_Slot derived_slots[] = {{Py_tp_dealloc, derived_dealloc}, {0, NULL}};
PyType_Spec derived_spec = {
    "m.Derived", sizeof(F), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, derived_slots,
};

/* A base with a dealloc of its own. */
static void
own_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    tp->tp_free(self);
    Py_DECREF(tp);
}

static PyType_Slot own_slots[] = {{Py_tp_dealloc, own_dealloc}, {0, NULL}};
PyType_Spec own_spec = {
    "m.Own", sizeof(F), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_BASETYPE, own_slots,
};

static void
second_dealloc(PyObject *self)
{
    get_state(Py_TYPE(self))->own->tp_dealloc(self);
}

static PyType_Slot second_slots[] = {{Py_tp_dealloc, second_dealloc}, {0, NULL}};
PyType_Spec second_spec = {
    "m.Second", sizeof(F), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, second_slots,
};

int
add_types(PyObject *module, state *st)
{
    st->base = (PyTypeObject *)PyType_FromModuleAndSpec(module, &base_spec, NULL);
    st->own = (PyTypeObject *)PyType_FromModuleAndSpec(module, &own_spec, NULL);
    if (PyModule_Add(module, "Second", PyType_FromModuleAndSpec(module, &second_spec, (PyObject *)st->own)) < 0) {
        return -1;
    }
    return PyModule_Add(module, "Derived", PyType_FromModuleAndSpec(module, &derived_spec, (PyObject *)st->base));
}
