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

static PyObject *
Early_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    Obj *self = PyObject_GC_New(Obj, type);
    if (self == NULL) {
        return NULL;
    }
    PyObject_GC_Track(self); //~ GC016
    PyObject *module = PyImport_ImportModule("gc");
    if (module == NULL) {
        return NULL;
    }
    self->cb = PyObject_CallMethod(module, "collect", NULL);
    Py_DECREF(module);
    return (PyObject *)self;
}

static PyObject *
Late_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    Obj *self = PyObject_GC_New(Obj, type);
    if (self == NULL) {
        return NULL;
    }
    PyObject *module = PyImport_ImportModule("gc");
    if (module == NULL) {
        return NULL;
    }
    self->cb = PyObject_CallMethod(module, "collect", NULL);
    Py_DECREF(module);
    PyObject_GC_Track(self);
    return (PyObject *)self;
}

static PyObject *
Null_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    Obj *self = PyObject_GC_New(Obj, type);
    if (self == NULL) {
        return NULL;
    }
    self->cb = NULL;
    PyObject_GC_Track(self);
    PyObject *module = PyImport_ImportModule("gc");
    if (module == NULL) {
        return NULL;
    }
    self->cb = PyObject_CallMethod(module, "collect", NULL);
    Py_DECREF(module);
    return (PyObject *)self;
}

static PyType_Slot Early_slots[] = {
    {Py_tp_new, Early_new},
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {Py_tp_dealloc, obj_dealloc},
    {0, NULL},
};
static PyType_Spec Early_spec = {"runs.Early", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, Early_slots};

static PyType_Slot Late_slots[] = {
    {Py_tp_new, Late_new},
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {Py_tp_dealloc, obj_dealloc},
    {0, NULL},
};
static PyType_Spec Late_spec = {"runs.Late", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, Late_slots};

static PyType_Slot Null_slots[] = {
    {Py_tp_new, Null_new},
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {Py_tp_dealloc, obj_dealloc},
    {0, NULL},
};
static PyType_Spec Null_spec = {"runs.Null", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, Null_slots};

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
        add(module, "Null", PyType_FromModuleAndSpec(module, &Null_spec, NULL)) < 0) {
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
