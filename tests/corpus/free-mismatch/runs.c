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
Plain_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    obj_clear(self);
    PyObject_Free(self); //~ GC013
    Py_DECREF(tp);
}

static PyType_Slot Plain_slots[] = {
    {Py_tp_dealloc, Plain_dealloc},
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {0, NULL},
};
static PyType_Spec Plain_spec = {"runs.Plain", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, Plain_slots};

static void
Slot_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    obj_clear(self);
    tp->tp_free(self);
    Py_DECREF(tp);
}

static PyType_Slot Slot_slots[] = {
    {Py_tp_dealloc, Slot_dealloc},
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {0, NULL},
};
static PyType_Spec Slot_spec = {"runs.Slot", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, Slot_slots};

static void
Collector_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    obj_clear(self);
    PyObject_GC_Del(self);
    Py_DECREF(tp);
}

static PyType_Slot Collector_slots[] = {
    {Py_tp_dealloc, Collector_dealloc},
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {0, NULL},
};
static PyType_Spec Collector_spec = {"runs.Collector", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, Collector_slots};

static int
runs_exec(PyObject *module)
{
    PyObject *Plain = PyType_FromModuleAndSpec(module, &Plain_spec, NULL);
    if (Plain == NULL || PyModule_AddType(module, (PyTypeObject *)Plain) < 0) {
        return -1;
    }
    Py_DECREF(Plain);
    PyObject *Slot = PyType_FromModuleAndSpec(module, &Slot_spec, NULL);
    if (Slot == NULL || PyModule_AddType(module, (PyTypeObject *)Slot) < 0) {
        return -1;
    }
    Py_DECREF(Slot);
    PyObject *Collector = PyType_FromModuleAndSpec(module, &Collector_spec, NULL);
    if (Collector == NULL || PyModule_AddType(module, (PyTypeObject *)Collector) < 0) {
        return -1;
    }
    Py_DECREF(Collector);
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
