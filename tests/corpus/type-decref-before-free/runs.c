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
Early_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    obj_clear(self);
    Py_DECREF(tp);
    tp->tp_free(self); //~ GC022
}

static void
Late_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    obj_clear(self);
    tp->tp_free(self);
    Py_DECREF(tp);
}

static void
Kept_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    Py_INCREF(tp);
    PyObject_GC_UnTrack(self);
    obj_clear(self);
    Py_DECREF(tp);
    tp->tp_free(self);
    Py_DECREF(tp);
}

static PyType_Slot Early_slots[] = {
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {Py_tp_dealloc, Early_dealloc},
    {0, NULL},
};
static PyType_Spec Early_spec = {"runs.Early", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, Early_slots};

static PyType_Slot Late_slots[] = {
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {Py_tp_dealloc, Late_dealloc},
    {0, NULL},
};
static PyType_Spec Late_spec = {"runs.Late", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, Late_slots};

static PyType_Slot Kept_slots[] = {
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {Py_tp_dealloc, Kept_dealloc},
    {0, NULL},
};
static PyType_Spec Kept_spec = {"runs.Kept", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, Kept_slots};

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
    if (add(module, "Early", PyType_FromModuleAndSpec(module, &Early_spec, NULL)) < 0 ||
        add(module, "Late", PyType_FromModuleAndSpec(module, &Late_spec, NULL)) < 0 ||
        add(module, "Kept", PyType_FromModuleAndSpec(module, &Kept_spec, NULL)) < 0) {
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
