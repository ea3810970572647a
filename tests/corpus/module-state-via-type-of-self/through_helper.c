/* A helper that gets the class: whether that may be a subclass is for its callers to know. */
#include <Python.h>

typedef struct { PyObject *names; } State;

static PyModuleDef spam;

static State *
state_of(PyTypeObject *type)
{
    State *st = PyType_GetModuleState(type);
    if (st == NULL) {
        PyErr_Format(PyExc_SystemError, "no state for '%s'", type->tp_name);
    }
    return st;
}

static State *
state_by_def(PyTypeObject *type)
{
    PyObject *module = PyType_GetModuleByDef(type, &spam);
    return module == NULL ? NULL : PyModule_GetState(module);
}

/* It looks further up where the class has no module. */
static State *
state_of_any(PyTypeObject *type)
{
    State *st = PyType_GetModuleState(type);
    if (st == NULL) {
        PyErr_Clear();
        st = state_by_def(type);
    }
    return st;
}

static PyObject *
rec_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    State *st = state_of(type); //~ HT002
    return st == NULL ? NULL : type->tp_alloc(type, 0);
}

static PyObject *
rec_repr(PyObject *self)
{
    State *st = state_of_any(Py_TYPE(self));
    return st == NULL ? NULL : PyObject_Repr(st->names);
}

static PyObject *
rec_names(PyObject *self, PyTypeObject *defining_class, PyObject *const *args, Py_ssize_t count, PyObject *names)
{
    State *st = state_of(defining_class);
    return st == NULL ? NULL : Py_NewRef(st->names);
}

static PyMethodDef rec_methods[] = {
    {"names", (PyCFunction)(void (*)(void))rec_names, METH_METHOD | METH_FASTCALL | METH_KEYWORDS, NULL},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot rec_slots[] = {
    {Py_tp_new, rec_new},
    {Py_tp_repr, rec_repr},
    {Py_tp_methods, rec_methods},
    {0, NULL},
};

PyType_Spec rec_spec = {
    .name = "spam.Rec",
    .basicsize = sizeof(PyObject),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE,
    .slots = rec_slots,
};
