#include <Python.h>

typedef struct { PyObject_HEAD int fd; } File;

static PyObject *
Header_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    File *self = PyObject_GC_New(File, type); //~ GC012
    if (self != NULL) {
        self->fd = -1;
    }
    return (PyObject *)self;
}

static PyObject *
Plain_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    File *self = PyObject_New(File, type);
    if (self != NULL) {
        self->fd = -1;
    }
    return (PyObject *)self;
}

static PyObject *
Right_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    File *self = (File *)type->tp_alloc(type, 0);
    if (self != NULL) {
        self->fd = -1;
    }
    return (PyObject *)self;
}

static PyType_Slot Header_slots[] = {
    {Py_tp_new, Header_new},
    {0, NULL},
};
static PyType_Spec Header_spec = {"runs.Header", sizeof(File), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, Header_slots};

static PyType_Slot Plain_slots[] = {
    {Py_tp_new, Plain_new},
    {0, NULL},
};
static PyType_Spec Plain_spec = {"runs.Plain", sizeof(File), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, Plain_slots};

static PyType_Slot Right_slots[] = {
    {Py_tp_new, Right_new},
    {0, NULL},
};
static PyType_Spec Right_spec = {"runs.Right", sizeof(File), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, Right_slots};

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
    if (add(module, "Header", PyType_FromModuleAndSpec(module, &Header_spec, NULL)) < 0 ||
        add(module, "Plain", PyType_FromModuleAndSpec(module, &Plain_spec, NULL)) < 0 ||
        add(module, "Right", PyType_FromModuleAndSpec(module, &Right_spec, NULL)) < 0) {
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
