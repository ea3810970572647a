#include <Python.h>

typedef struct { PyObject_HEAD PyObject *cb; } Obj;
typedef struct { PyObject_HEAD PyObject *cb; } Kept;

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
obj_set(PyObject *self, PyObject *value)
{
    Py_XSETREF(((Obj *)self)->cb, Py_NewRef(value));
    Py_RETURN_NONE;
}
static PyMethodDef obj_methods[] = {{"set", obj_set, METH_O}, {NULL}};

static void
kept_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    Py_XDECREF(((Kept *)self)->cb);
    tp->tp_free(self);
    Py_DECREF(tp);
}

static PyObject *
Once_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    Kept *self = (Kept *)type->tp_alloc(type, 0);
    if (self != NULL) {
        self->cb = Py_NewRef(args);
    }
    return (PyObject *)self;
}

static int
Once_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(((Kept *)self)->cb);
    return 0;
}

static PyType_Slot Stuck_slots[] = {
    {Py_tp_traverse, obj_traverse},
    {Py_tp_dealloc, obj_dealloc},
    {Py_tp_methods, obj_methods},
    {0, NULL},
};
static PyType_Spec Stuck_spec = {"runs.Stuck", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, Stuck_slots}; //~ GC008

static PyType_Slot Freed_slots[] = {
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {Py_tp_dealloc, obj_dealloc},
    {Py_tp_methods, obj_methods},
    {0, NULL},
};
static PyType_Spec Freed_spec = {"runs.Freed", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, Freed_slots};

static PyType_Slot Once_slots[] = {
    {Py_tp_new, Once_new},
    {Py_tp_traverse, Once_traverse},
    {Py_tp_dealloc, kept_dealloc},
    {0, NULL},
};
static PyType_Spec Once_spec = {"runs.Once", sizeof(Kept), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, Once_slots};

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
    if (add(module, "Stuck", PyType_FromModuleAndSpec(module, &Stuck_spec, NULL)) < 0 ||
        add(module, "Freed", PyType_FromModuleAndSpec(module, &Freed_spec, NULL)) < 0 ||
        add(module, "Once", PyType_FromModuleAndSpec(module, &Once_spec, NULL)) < 0) {
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
