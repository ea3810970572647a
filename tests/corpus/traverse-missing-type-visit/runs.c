#include <Python.h>

typedef struct { PyObject_HEAD PyObject *cb; } Obj;

static int
obj_clear(PyObject *self)
{
    Py_CLEAR(((Obj *)self)->cb);
    return 0;
}

static int
Unvisited_traverse(PyObject *self, visitproc visit, void *arg) //~ GC001
{
    Py_VISIT(((Obj *)self)->cb);
    return 0;
}

static PyType_Slot Unvisited_slots[] = {
    {Py_tp_traverse, Unvisited_traverse},
    {Py_tp_clear, obj_clear},
    {0, NULL},
};
static PyType_Spec Unvisited_spec = {"runs.Unvisited", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, Unvisited_slots};

static int
Visited_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(((Obj *)self)->cb);
    return 0;
}

static PyType_Slot Visited_slots[] = {
    {Py_tp_traverse, Visited_traverse},
    {Py_tp_clear, obj_clear},
    {0, NULL},
};
static PyType_Spec Visited_spec = {"runs.Visited", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, Visited_slots};

static int
Delegated_traverse(PyObject *self, visitproc visit, void *arg)
{
    return Visited_traverse(self, visit, arg);
}

static PyType_Slot Delegated_slots[] = {
    {Py_tp_traverse, Delegated_traverse},
    {Py_tp_clear, obj_clear},
    {0, NULL},
};
static PyType_Spec Delegated_spec = {"runs.Delegated", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, Delegated_slots};

static int
Local_traverse(PyObject *self, visitproc visit, void *arg)
{
    PyTypeObject *tp = Py_TYPE(self);
    Py_VISIT(tp);
    Py_VISIT(((Obj *)self)->cb);
    return 0;
}

static PyType_Slot Local_slots[] = {
    {Py_tp_traverse, Local_traverse},
    {Py_tp_clear, obj_clear},
    {0, NULL},
};
static PyType_Spec Local_spec = {"runs.Local", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, Local_slots};

static int
runs_exec(PyObject *module)
{
    PyObject *Unvisited = PyType_FromModuleAndSpec(module, &Unvisited_spec, NULL);
    if (Unvisited == NULL || PyModule_AddType(module, (PyTypeObject *)Unvisited) < 0) {
        return -1;
    }
    Py_DECREF(Unvisited);
    PyObject *Visited = PyType_FromModuleAndSpec(module, &Visited_spec, NULL);
    if (Visited == NULL || PyModule_AddType(module, (PyTypeObject *)Visited) < 0) {
        return -1;
    }
    Py_DECREF(Visited);
    PyObject *Delegated = PyType_FromModuleAndSpec(module, &Delegated_spec, NULL);
    if (Delegated == NULL || PyModule_AddType(module, (PyTypeObject *)Delegated) < 0) {
        return -1;
    }
    Py_DECREF(Delegated);
    PyObject *Local = PyType_FromModuleAndSpec(module, &Local_spec, NULL);
    if (Local == NULL || PyModule_AddType(module, (PyTypeObject *)Local) < 0) {
        return -1;
    }
    Py_DECREF(Local);
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
