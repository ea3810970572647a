#include <Python.h>

typedef struct { PyObject_HEAD PyObject *items; } Box;

/* Objects made during traversal, and the memory of the interpreter alone. */
static int
box_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    PyObject *view = PyMemoryView_FromObject(((Box *)self)->items); //~ GC032
    Py_VISIT(view);
    return 0;
}

static int
raw_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    char *memory = PyMem_New(char, 8);
    PyMem_Free(memory);
    Py_VISIT(((Box *)self)->items);
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(((Box *)self)->items); i++) {
        Py_VISIT(PyTuple_GET_ITEM(((Box *)self)->items, i));
    }
    return 0;
}

static PyType_Slot box_slots[] = {{Py_tp_traverse, box_traverse}, {0, NULL}};
static PyType_Spec box_spec = {
    "m.Box", sizeof(Box), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, box_slots,
};
static PyType_Slot raw_slots[] = {{Py_tp_traverse, raw_traverse}, {0, NULL}};
static PyType_Spec raw_spec = {
    "m.Raw", sizeof(Box), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, raw_slots,
};

int
add_types(PyObject *module)
{
    if (PyModule_Add(module, "Raw", PyType_FromModuleAndSpec(module, &raw_spec, NULL)) < 0) {
        return -1;
    }
    return PyModule_Add(module, "Box", PyType_FromModuleAndSpec(module, &box_spec, NULL));
}
