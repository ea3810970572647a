#include <Python.h>

typedef struct { PyObject_HEAD PyObject *cb; void *none; } Obj;

static int
obj_clear(PyObject *self)
{
    Py_CLEAR(((Obj *)self)->cb);
    return 0;
}

static PyObject *
obj_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    Obj *self = (Obj *)type->tp_alloc(type, 0);
    if (self != NULL) {
        self->cb = PyList_New(0);
    }
    return (PyObject *)self;
}

static int
Address_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(&((Obj *)self)->cb); //~ GC034
    return 0;
}

static int
Right_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(((Obj *)self)->cb);
    return 0;
}

static PyType_Slot Address_slots[] = {
    {Py_tp_new, obj_new},
    {Py_tp_traverse, Address_traverse},
    {Py_tp_clear, obj_clear},
    {0, NULL},
};
static PyType_Spec Address_spec = {"runs.Address", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, Address_slots};

static PyType_Slot Right_slots[] = {
    {Py_tp_new, obj_new},
    {Py_tp_traverse, Right_traverse},
    {Py_tp_clear, obj_clear},
    {0, NULL},
};
static PyType_Spec Right_spec = {"runs.Right", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, Right_slots};

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
    if (add(module, "Address", PyType_FromModuleAndSpec(module, &Address_spec, NULL)) < 0 ||
        add(module, "Right", PyType_FromModuleAndSpec(module, &Right_spec, NULL)) < 0) {
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
