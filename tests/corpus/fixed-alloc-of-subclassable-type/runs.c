#include <Python.h>

typedef struct { PyObject_HEAD int fd; } File;

static PyObject *
Fixed_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    File *self = PyObject_New(File, type); //~ GC011
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

static PyObject *
Final_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    File *self = PyObject_New(File, type);
    if (self != NULL) {
        self->fd = -1;
    }
    return (PyObject *)self;
}

static PyType_Slot Fixed_slots[] = {
    {Py_tp_new, Fixed_new},
    {0, NULL},
};
static PyType_Spec Fixed_spec = {"runs.Fixed", sizeof(File), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_BASETYPE, Fixed_slots};

static PyType_Slot Right_slots[] = {
    {Py_tp_new, Right_new},
    {0, NULL},
};
static PyType_Spec Right_spec = {"runs.Right", sizeof(File), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_BASETYPE, Right_slots};

static PyType_Slot Final_slots[] = {
    {Py_tp_new, Final_new},
    {0, NULL},
};
static PyType_Spec Final_spec = {"runs.Final", sizeof(File), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, Final_slots};

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
    if (add(module, "Fixed", PyType_FromModuleAndSpec(module, &Fixed_spec, NULL)) < 0 ||
        add(module, "Right", PyType_FromModuleAndSpec(module, &Right_spec, NULL)) < 0 ||
        add(module, "Final", PyType_FromModuleAndSpec(module, &Final_spec, NULL)) < 0) {
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
