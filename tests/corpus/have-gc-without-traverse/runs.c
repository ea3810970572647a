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

static PyType_Slot Refused_slots[] = {
    {Py_tp_clear, obj_clear},
    {0, NULL},
};
static PyType_Spec Refused_spec = {"runs.Refused", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, Refused_slots}; //~ GC007

static PyType_Slot Listed_slots[] = {
    {0, NULL},
};
static PyType_Spec Listed_spec = {"runs.Listed", 0, 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, Listed_slots}; //~ GC007

static PyType_Slot Right_slots[] = {
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {0, NULL},
};
static PyType_Spec Right_spec = {"runs.Right", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, Right_slots};

static PyType_Slot Inherits_slots[] = {
    {Py_tp_doc, "a list"},
    {0, NULL},
};
static PyType_Spec Inherits_spec = {"runs.Inherits", 0, 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, Inherits_slots}; //~ GC002

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
    if (add(module, "Refused", PyType_FromModuleAndSpec(module, &Refused_spec, NULL)) < 0 ||
        add(module, "Listed", PyType_FromModuleAndSpec(module, &Listed_spec, (PyObject *)&PyList_Type)) < 0 ||
        add(module, "Right", PyType_FromModuleAndSpec(module, &Right_spec, NULL)) < 0 ||
        add(module, "Inherits", PyType_FromModuleAndSpec(module, &Inherits_spec, (PyObject *)&PyList_Type)) < 0) {
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
