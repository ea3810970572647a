#include <Python.h>

static PyType_Slot none[] = {{0, NULL}};

static PyType_Spec error_spec = {"m.Error", 0, 0, Py_TPFLAGS_DEFAULT, none}; //~ GC002
PyObject *make_error(PyObject *m) { return PyType_FromModuleAndSpec(m, &error_spec, PyExc_ValueError); }

static PyType_Spec list_spec = {.name = "m.List", .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, .slots = none}; //~ GC002
PyObject *
make_list(PyObject *m)
{
    PyObject *bases = PyTuple_Pack(1, &PyList_Type);
    if (bases == NULL) {
        return NULL;
    }
    PyObject *type = PyType_FromModuleAndSpec(m, &list_spec, bases);
    Py_DECREF(bases);
    return type;
}

/* The base in a slot, and a field of module state. */
static PyType_Slot dict_slots[] = {{Py_tp_base, &PyDict_Type}, {0, NULL}};
static PyType_Spec dict_spec = {.name = "m.Dict", .flags = Py_TPFLAGS_DEFAULT, .slots = dict_slots}; //~ GC002
typedef struct { PyTypeObject *Dict_Type; PyTypeObject *Sub_Type; } state;
int
add_types(PyObject *m, state *st)
{
    st->Dict_Type = (PyTypeObject *)PyType_FromModuleAndSpec(m, &dict_spec, NULL);
    return st->Dict_Type == NULL ? -1 : 0;
}

/* A heap base that inherits as well. */
static PyType_Spec sub_spec = {.name = "m.Sub", .flags = Py_TPFLAGS_DEFAULT, .slots = none}; //~ GC002
int
add_sub(PyObject *m, state *st)
{
    st->Sub_Type = (PyTypeObject *)PyType_FromModuleAndSpec(m, &sub_spec, (PyObject *)st->Dict_Type);
    return st->Sub_Type == NULL ? -1 : 0;
}

/* Through a macro whose fourth argument is the base. */
#define ADD_TYPE(mod, where, spec, base)                                                      \
    do {                                                                                      \
        where = (PyTypeObject *)PyType_FromModuleAndSpec(mod, spec, (PyObject *)base);        \
        if (where == NULL) {                                                                  \
            return -1;                                                                        \
        }                                                                                     \
    } while (0)
static PyType_Spec set_spec = {.name = "m.Set", .flags = Py_TPFLAGS_DEFAULT, .slots = none}; //~ GC002
typedef struct { PyTypeObject *Set_Type; } set_state;
int
add_set(PyObject *m, set_state *st)
{
    ADD_TYPE(m, st->Set_Type, &set_spec, &PySet_Type);
    return 0;
}

/* Through a function. */
static PyObject *
create(PyObject *m, PyType_Spec *spec, PyObject *base)
{
    return PyType_FromModuleAndSpec(m, spec, base);
}
static PyType_Spec key_spec = {.name = "m.KeyError", .flags = Py_TPFLAGS_DEFAULT, .slots = none}; //~ GC002
PyObject *make_key(PyObject *m) { return create(m, &key_spec, PyExc_KeyError); }
