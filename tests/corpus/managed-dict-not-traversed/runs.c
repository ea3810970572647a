#include <Python.h>

#if PY_VERSION_HEX < 0x030D0000
#define PyObject_VisitManagedDict _PyObject_VisitManagedDict
#define PyObject_ClearManagedDict _PyObject_ClearManagedDict
#endif

static int
Right_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    return PyObject_VisitManagedDict(self, visit, arg);
}

static void
Right_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    PyObject_ClearManagedDict(self);
    tp->tp_free(self);
    Py_DECREF(tp);
}

static int
Right_clear(PyObject *self)
{
    PyObject_ClearManagedDict(self);
    return 0;
}

static int
Unvisited_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    return 0;
}

static void
Unvisited_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    PyObject_ClearManagedDict(self);
    tp->tp_free(self);
    Py_DECREF(tp);
}

static int
Unvisited_clear(PyObject *self)
{
    PyObject_ClearManagedDict(self);
    return 0;
}

static int
Uncleared_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    return PyObject_VisitManagedDict(self, visit, arg);
}

static void
Uncleared_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    tp->tp_free(self);
    Py_DECREF(tp);
}

static int
Uncleared_clear(PyObject *self)
{
    return 0;
}

static PyType_Slot Right_slots[] = {
    {Py_tp_traverse, Right_traverse},
    {Py_tp_clear, Right_clear},
    {Py_tp_dealloc, Right_dealloc},
    {0, NULL},
};
static PyType_Spec Right_spec = {"runs.Right", sizeof(PyObject), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_MANAGED_DICT, Right_slots};

static PyType_Slot Unvisited_slots[] = {
    {Py_tp_traverse, Unvisited_traverse},
    {Py_tp_clear, Unvisited_clear},
    {Py_tp_dealloc, Unvisited_dealloc},
    {0, NULL},
};
static PyType_Spec Unvisited_spec = {"runs.Unvisited", sizeof(PyObject), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_MANAGED_DICT, Unvisited_slots}; //~ GC030

static PyType_Slot Uncleared_slots[] = {
    {Py_tp_traverse, Uncleared_traverse},
    {Py_tp_clear, Uncleared_clear},
    {Py_tp_dealloc, Uncleared_dealloc},
    {0, NULL},
};
static PyType_Spec Uncleared_spec = {"runs.Uncleared", sizeof(PyObject), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_MANAGED_DICT, Uncleared_slots}; //~ GC030

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
    if (add(module, "Right", PyType_FromModuleAndSpec(module, &Right_spec, NULL)) < 0 ||
        add(module, "Unvisited", PyType_FromModuleAndSpec(module, &Unvisited_spec, NULL)) < 0 ||
        add(module, "Uncleared", PyType_FromModuleAndSpec(module, &Uncleared_spec, NULL)) < 0) {
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
