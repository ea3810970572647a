#include <Python.h>

static PyType_Slot none[] = {{0, NULL}};

/* Bases without GC. */
static PyType_Spec str_spec = {.name = "m.Str", .flags = Py_TPFLAGS_DEFAULT, .slots = none}; //~ GC005
PyObject *make_str(void) { return PyType_FromSpecWithBases(&str_spec, (PyObject *)&PyUnicode_Type); }
static PyType_Spec plain_spec = {.name = "m.Plain", .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, .slots = none}; //~ GC005
PyObject *make_plain(PyObject *m) { return PyType_FromModuleAndSpec(m, &plain_spec, NULL); }

/* The interpreter's own way to make an exception, and the metaclass called. */
PyObject *make_error(void) { return PyErr_NewException("m.Error", PyExc_ValueError, NULL); }
PyObject *make_class(PyObject *args) { return PyObject_Call((PyObject *)&PyType_Type, args, NULL); }

/* A heap base with a traverse of its own. */
static int
base_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    return PyDict_Type.tp_traverse(self, visit, arg);
}
static int base_clear(PyObject *self) { return PyDict_Type.tp_clear(self); }
static PyType_Slot base_slots[] = {
    {Py_tp_base, &PyDict_Type},
    {Py_tp_traverse, base_traverse},
    {Py_tp_clear, base_clear},
    {0, NULL},
};
static PyType_Spec base_spec = {
    .name = "m.Base",
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE,
    .slots = base_slots,
};
static PyType_Spec sub_spec = {.name = "m.Sub", .flags = Py_TPFLAGS_DEFAULT, .slots = none};
PyObject *
make_both(PyObject *m)
{
    PyObject *base = PyType_FromModuleAndSpec(m, &base_spec, NULL);
    if (base == NULL) {
        return NULL;
    }
    PyObject *sub = PyType_FromModuleAndSpec(m, &sub_spec, base);
    Py_DECREF(base);
    return sub;
}

/* A base that is not known. */
static PyType_Spec open_spec = {.name = "m.Open", .flags = Py_TPFLAGS_DEFAULT, .slots = none};
PyObject *make_open(PyObject *m, PyObject *base) { return PyType_FromModuleAndSpec(m, &open_spec, base); }

/* Slots that are not known. */
static PyType_Slot more[] = {SLOTS_OF_ANOTHER_HEADER, {0, NULL}};
static PyType_Spec more_spec = {.name = "m.More", .flags = Py_TPFLAGS_DEFAULT, .slots = more};
PyObject *make_more(PyObject *m) { return PyType_FromModuleAndSpec(m, &more_spec, (PyObject *)&PyList_Type); }
