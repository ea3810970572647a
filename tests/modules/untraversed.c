/* Heap types whose hooks leave something out, in a multi-phase module that does not say what it supports. */
#include <Python.h>

typedef struct {
    PyObject_HEAD
    PyObject *items;
} Bag;

static int
bag_traverse(PyObject *op, visitproc visit, void *arg)
{
    Py_VISIT(((Bag *)op)->items);
    return 0;
}

static int
bag_clear(PyObject *op)
{
    Py_CLEAR(((Bag *)op)->items);
    return 0;
}

static void
bag_dealloc(PyObject *op)
{
    PyTypeObject *type = Py_TYPE(op);
    PyObject_GC_UnTrack(op);
    (void)bag_clear(op);
    type->tp_free(op);
    Py_DECREF(type);
}

static PyType_Slot bag_slots[] = {
    {Py_tp_new, (void *)PyType_GenericNew},
    {Py_tp_traverse, (void *)bag_traverse},
    {Py_tp_clear, (void *)bag_clear},
    {Py_tp_dealloc, (void *)bag_dealloc},
    {0, NULL},
};

static PyType_Spec bag_spec = {
    .name = "untraversed.Bag",
    .basicsize = sizeof(Bag),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .slots = bag_slots,
};

static PyObject *
label_repr(PyObject *op)
{
    (void)op;
    return PyUnicode_FromString("label");
}

static PyType_Slot label_slots[] = {
    {Py_tp_repr, (void *)label_repr},
    {0, NULL},
};

static PyType_Spec label_spec = {
    .name = "untraversed.Label",
    .basicsize = sizeof(PyObject),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .slots = label_slots,
};

static int
untraversed_exec(PyObject *module)
{
    PyObject *bag = PyType_FromModuleAndSpec(module, &bag_spec, NULL);
    if (bag == NULL) {
        return -1;
    }
    int failed = PyModule_AddType(module, (PyTypeObject *)bag);
    Py_DECREF(bag);
    if (failed < 0) {
        return -1;
    }
    PyObject *label = PyType_FromModuleAndSpec(module, &label_spec, NULL);
    if (label == NULL) {
        return -1;
    }
    failed = PyModule_AddType(module, (PyTypeObject *)label);
    Py_DECREF(label);
    return failed;
}

static PyModuleDef_Slot untraversed_slots[] = {
    {Py_mod_exec, (void *)untraversed_exec},
    {0, NULL},
};

static struct PyModuleDef untraversed_module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "untraversed",
    .m_size = 0,
    .m_slots = untraversed_slots,
};

PyMODINIT_FUNC
PyInit_untraversed(void)
{
    return PyModuleDef_Init(&untraversed_module);
}
