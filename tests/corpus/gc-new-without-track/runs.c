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
obj_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    obj_clear(self);
    tp->tp_free(self);
    Py_DECREF(tp);
}

typedef struct { PyObject_HEAD PyObject *list; } Bare;

static int
bare_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(((Bare *)self)->list);
    return 0;
}

static int
bare_clear(PyObject *self)
{
    Py_CLEAR(((Bare *)self)->list);
    return 0;
}

static void
bare_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    bare_clear(self);
    tp->tp_free(self);
    Py_DECREF(tp);
}

static PyObject *
Untracked_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    Bare *self = PyObject_GC_New(Bare, type); //~ GC014
    if (self == NULL) {
        return NULL;
    }
    self->list = PyList_New(0);
    return (PyObject *)self;
}

static PyObject *
Tracked_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    Obj *self = PyObject_GC_New(Obj, type);
    if (self == NULL) {
        return NULL;
    }
    self->cb = PyList_New(0);
    PyObject_GC_Track(self);
    return (PyObject *)self;
}

static PyObject *
Allocated_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    Obj *self = (Obj *)type->tp_alloc(type, 0);
    if (self == NULL) {
        return NULL;
    }
    self->cb = PyList_New(0);
    return (PyObject *)self;
}

static PyType_Slot Untracked_slots[] = {
    {Py_tp_new, Untracked_new},
    {Py_tp_traverse, bare_traverse},
    {Py_tp_clear, bare_clear},
    {Py_tp_dealloc, bare_dealloc},
    {0, NULL},
};
static PyType_Spec Untracked_spec = {"runs.Untracked", sizeof(Bare), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, Untracked_slots};

static PyType_Slot Tracked_slots[] = {
    {Py_tp_new, Tracked_new},
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {Py_tp_dealloc, obj_dealloc},
    {0, NULL},
};
static PyType_Spec Tracked_spec = {"runs.Tracked", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, Tracked_slots};

static PyType_Slot Allocated_slots[] = {
    {Py_tp_new, Allocated_new},
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {Py_tp_dealloc, obj_dealloc},
    {0, NULL},
};
static PyType_Spec Allocated_spec = {"runs.Allocated", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, Allocated_slots};

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
    if (add(module, "Untracked", PyType_FromModuleAndSpec(module, &Untracked_spec, NULL)) < 0 ||
        add(module, "Tracked", PyType_FromModuleAndSpec(module, &Tracked_spec, NULL)) < 0 ||
        add(module, "Allocated", PyType_FromModuleAndSpec(module, &Allocated_spec, NULL)) < 0) {
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
