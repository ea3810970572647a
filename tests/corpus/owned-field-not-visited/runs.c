#include <Python.h>

typedef struct { PyObject_HEAD PyObject *shown; } Seen;
typedef struct { PyObject_HEAD PyObject *kept; } Hidden; //~ GC031

static PyObject *
Seen_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    Seen *self = (Seen *)type->tp_alloc(type, 0);
    if (self != NULL) {
        self->shown = PyList_New(0);
    }
    return (PyObject *)self;
}

static int
Seen_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(((Seen *)self)->shown);
    return 0;
}

static int
Seen_clear(PyObject *self)
{
    Py_CLEAR(((Seen *)self)->shown);
    return 0;
}

static PyObject *
Hidden_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    Hidden *self = (Hidden *)type->tp_alloc(type, 0);
    if (self != NULL) {
        self->kept = PyList_New(0);
    }
    return (PyObject *)self;
}

static int
Hidden_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    return 0;
}

static int
Hidden_clear(PyObject *self)
{
    Py_CLEAR(((Hidden *)self)->kept);
    return 0;
}

static PyType_Slot Seen_slots[] = {
    {Py_tp_new, Seen_new},
    {Py_tp_traverse, Seen_traverse},
    {Py_tp_clear, Seen_clear},
    {0, NULL},
};
static PyType_Spec Seen_spec = {"runs.Seen", sizeof(Seen), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, Seen_slots};

static PyType_Slot Hidden_slots[] = {
    {Py_tp_new, Hidden_new},
    {Py_tp_traverse, Hidden_traverse},
    {Py_tp_clear, Hidden_clear},
    {0, NULL},
};
static PyType_Spec Hidden_spec = {"runs.Hidden", sizeof(Hidden), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, Hidden_slots};

static int
add(PyObject *module, const char *name, PyObject *type)
{
    if (type == NULL) {
        PyErr_Clear();
        return PyModule_AddStringConstant(module, name, "refused");
    }
    return PyModule_AddObject(module, name, type); //~ ABI006
}

static int
runs_exec(PyObject *module)
{
    if (add(module, "Seen", PyType_FromModuleAndSpec(module, &Seen_spec, NULL)) < 0 ||
        add(module, "Hidden", PyType_FromModuleAndSpec(module, &Hidden_spec, NULL)) < 0) {
        return -1;
    }
    return 0;
}

static PyModuleDef_Slot runs_module_slots[] = {
    {Py_mod_exec, runs_exec},
    {0, NULL},
};
static struct PyModuleDef runs_module = { //~ INIT005
    PyModuleDef_HEAD_INIT,
    .m_name = "runs",
    .m_slots = runs_module_slots,
};

PyMODINIT_FUNC
PyInit_runs(void)
{
    return PyModuleDef_Init(&runs_module);
}
