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
Twice_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    obj_clear(self);
    tp->tp_free(self);
    Py_DECREF(tp);
    Py_DECREF(tp); //~ GC025
}

static PyType_Slot Twice_slots[] = {
    {Py_tp_dealloc, Twice_dealloc},
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {0, NULL},
};
static PyType_Spec Twice_spec = {"runs.Twice", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, Twice_slots};

static void
Once_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    obj_clear(self);
    tp->tp_free(self);
    Py_DECREF(tp);
}

static PyType_Slot Once_slots[] = {
    {Py_tp_dealloc, Once_dealloc},
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {0, NULL},
};
static PyType_Spec Once_spec = {"runs.Once", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, Once_slots};

static void
give_back(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    obj_clear(self);
    tp->tp_free(self);
    Py_DECREF(tp);
}

static void
Again_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    give_back(self);
    Py_DECREF(tp); //~ GC025
}

static PyType_Slot Again_slots[] = {
    {Py_tp_dealloc, Again_dealloc},
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {0, NULL},
};
static PyType_Spec Again_spec = {"runs.Again", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, Again_slots};

static int
runs_exec(PyObject *module)
{
    PyObject *Twice = PyType_FromModuleAndSpec(module, &Twice_spec, NULL);
    if (Twice == NULL || PyModule_AddType(module, (PyTypeObject *)Twice) < 0) {
        return -1;
    }
    Py_DECREF(Twice);
    PyObject *Once = PyType_FromModuleAndSpec(module, &Once_spec, NULL);
    if (Once == NULL || PyModule_AddType(module, (PyTypeObject *)Once) < 0) {
        return -1;
    }
    Py_DECREF(Once);
    PyObject *Again = PyType_FromModuleAndSpec(module, &Again_spec, NULL);
    if (Again == NULL || PyModule_AddType(module, (PyTypeObject *)Again) < 0) {
        return -1;
    }
    Py_DECREF(Again);
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
