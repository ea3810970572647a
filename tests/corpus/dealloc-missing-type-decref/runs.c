#include <Python.h>

typedef struct { PyObject_HEAD PyObject *cb; } Obj;

static int
obj_clear(PyObject *self)
{
    Py_CLEAR(((Obj *)self)->cb);
    return 0;
}

static int
obj_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(((Obj *)self)->cb);
    return 0;
}

static void
Kept_dealloc(PyObject *self) //~ GC021
{
    PyObject_GC_UnTrack(self);
    obj_clear(self);
    Py_TYPE(self)->tp_free(self);
}

static PyType_Slot Kept_slots[] = {
    {Py_tp_dealloc, Kept_dealloc},
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {0, NULL},
};
static PyType_Spec Kept_spec = {"runs.Kept", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, Kept_slots};

static void
Released_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    obj_clear(self);
    tp->tp_free(self);
    Py_DECREF(tp);
}

static PyType_Slot Released_slots[] = {
    {Py_tp_dealloc, Released_dealloc},
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {0, NULL},
};
static PyType_Spec Released_spec = {"runs.Released", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, Released_slots};

static void
give_back(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    obj_clear(self);
    tp->tp_free(self);
    Py_DECREF(tp);
}

static void
Delegated_dealloc(PyObject *self)
{
    PyObject_GC_UnTrack(self);
    give_back(self);
}

static PyType_Slot Delegated_slots[] = {
    {Py_tp_dealloc, Delegated_dealloc},
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {0, NULL},
};
static PyType_Spec Delegated_spec = {"runs.Delegated", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, Delegated_slots};

static PyType_Slot Inherited_slots[] = {
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {0, NULL},
};
static PyType_Spec Inherited_spec = {"runs.Inherited", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, Inherited_slots};

static void
only_free(PyObject *self)
{
    Py_TYPE(self)->tp_free(self);
}

static void
Helped_dealloc(PyObject *self) //~ GC021
{
    PyObject_GC_UnTrack(self);
    obj_clear(self);
    only_free(self);
}

static PyType_Slot Helped_slots[] = {
    {Py_tp_dealloc, Helped_dealloc},
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {0, NULL},
};
static PyType_Spec Helped_spec = {"runs.Helped", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, Helped_slots};

static int
runs_exec(PyObject *module)
{
    PyObject *Kept = PyType_FromModuleAndSpec(module, &Kept_spec, NULL);
    if (Kept == NULL || PyModule_AddType(module, (PyTypeObject *)Kept) < 0) {
        return -1;
    }
    Py_DECREF(Kept);
    PyObject *Released = PyType_FromModuleAndSpec(module, &Released_spec, NULL);
    if (Released == NULL || PyModule_AddType(module, (PyTypeObject *)Released) < 0) {
        return -1;
    }
    Py_DECREF(Released);
    PyObject *Delegated = PyType_FromModuleAndSpec(module, &Delegated_spec, NULL);
    if (Delegated == NULL || PyModule_AddType(module, (PyTypeObject *)Delegated) < 0) {
        return -1;
    }
    Py_DECREF(Delegated);
    PyObject *Inherited = PyType_FromModuleAndSpec(module, &Inherited_spec, NULL);
    if (Inherited == NULL || PyModule_AddType(module, (PyTypeObject *)Inherited) < 0) {
        return -1;
    }
    Py_DECREF(Inherited);
    PyObject *Helped = PyType_FromModuleAndSpec(module, &Helped_spec, NULL);
    if (Helped == NULL || PyModule_AddType(module, (PyTypeObject *)Helped) < 0) {
        return -1;
    }
    Py_DECREF(Helped);
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
