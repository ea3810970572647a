#include <Python.h>

typedef struct { PyObject_HEAD int fd; } File;

static void
Dynamic_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    tp->tp_base->tp_dealloc(self); //~ GC037
    Py_DECREF(tp);
}

static void
Final_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    tp->tp_base->tp_dealloc(self);
    Py_DECREF(tp);
}

static void
Right_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    tp->tp_free(self);
    Py_DECREF(tp);
}

static PyType_Slot Dynamic_slots[] = {
    {Py_tp_dealloc, Dynamic_dealloc},
    {0, NULL},
};
static PyType_Spec Dynamic_spec = {"runs.Dynamic", sizeof(File), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_BASETYPE, Dynamic_slots};

static PyType_Slot Final_slots[] = {
    {Py_tp_dealloc, Final_dealloc},
    {0, NULL},
};
static PyType_Spec Final_spec = {"runs.Final", sizeof(File), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, Final_slots};

static PyType_Slot Right_slots[] = {
    {Py_tp_dealloc, Right_dealloc},
    {0, NULL},
};
static PyType_Spec Right_spec = {"runs.Right", sizeof(File), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_BASETYPE, Right_slots};

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
    if (add(module, "Dynamic", PyType_FromModuleAndSpec(module, &Dynamic_spec, NULL)) < 0 ||
        add(module, "Final", PyType_FromModuleAndSpec(module, &Final_spec, NULL)) < 0 ||
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
