#include <Python.h>
#include <structmember.h>

typedef struct { PyObject_HEAD PyObject *observers; } Obj;

static int
Listed_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(((Obj *)self)->observers); //~ GC033
    return 0;
}

static int
Right_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    return 0;
}

static void
obj_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    if (((Obj *)self)->observers != NULL) {
        PyObject_ClearWeakRefs(self);
    }
    tp->tp_free(self);
    Py_DECREF(tp);
}
static PyMemberDef obj_members[] = {
    {"__weaklistoffset__", T_PYSSIZET, offsetof(Obj, observers), READONLY}, //~ HT010 HT010
    {NULL},
};

static PyType_Slot Listed_slots[] = {
    {Py_tp_traverse, Listed_traverse},
    {Py_tp_dealloc, obj_dealloc},
    {Py_tp_members, obj_members},
    {0, NULL},
};
static PyType_Spec Listed_spec = {"runs.Listed", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, Listed_slots};

static PyType_Slot Right_slots[] = {
    {Py_tp_traverse, Right_traverse},
    {Py_tp_dealloc, obj_dealloc},
    {Py_tp_members, obj_members},
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
    if (add(module, "Listed", PyType_FromModuleAndSpec(module, &Listed_spec, NULL)) < 0 ||
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
