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

static PyObject *
obj_set(PyObject *self, PyObject *value)
{
    Py_XSETREF(((Obj *)self)->cb, Py_NewRef(value));
    Py_RETURN_NONE;
}

static PyMethodDef obj_methods[] = {{"set", obj_set, METH_O, NULL}, {NULL}};

static void
Untracked_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    obj_clear(self);
    tp->tp_free(self);
    Py_DECREF(tp);
}

static PyType_Slot Untracked_slots[] = {
    {Py_tp_dealloc, Untracked_dealloc},
    {Py_tp_methods, obj_methods},
    {0, NULL},
};
static PyType_Spec Untracked_spec = {"runs.Untracked", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT, Untracked_slots}; //~ GC005

static void
Tracked_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    obj_clear(self);
    tp->tp_free(self);
    Py_DECREF(tp);
}

static PyType_Slot Tracked_slots[] = {
    {Py_tp_dealloc, Tracked_dealloc},
    {Py_tp_methods, obj_methods},
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {0, NULL},
};
static PyType_Spec Tracked_spec = {"runs.Tracked", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, Tracked_slots};

static int
runs_exec(PyObject *module)
{
    PyObject *Untracked = PyType_FromModuleAndSpec(module, &Untracked_spec, NULL);
    if (Untracked == NULL || PyModule_AddType(module, (PyTypeObject *)Untracked) < 0) {
        return -1;
    }
    Py_DECREF(Untracked);
    PyObject *Tracked = PyType_FromModuleAndSpec(module, &Tracked_spec, NULL);
    if (Tracked == NULL || PyModule_AddType(module, (PyTypeObject *)Tracked) < 0) {
        return -1;
    }
    Py_DECREF(Tracked);
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
