#include <Python.h>

typedef struct { PyObject_HEAD PyObject *cb; } Obj;
typedef struct { long alive; } state;

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
Uses_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    state *st = PyType_GetModuleState(tp); //~ HT003
    st->alive--;
    obj_clear(self);
    tp->tp_free(self);
    Py_DECREF(tp);
}

static void
Tests_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    state *st = PyType_GetModuleState(tp);
    if (st != NULL) {
        st->alive--;
    }
    else {
        PyErr_Clear();
    }
    obj_clear(self);
    tp->tp_free(self);
    Py_DECREF(tp);
}

static void
Right_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    obj_clear(self);
    tp->tp_free(self);
    Py_DECREF(tp);
}

static PyType_Slot Uses_slots[] = {
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {Py_tp_dealloc, Uses_dealloc},
    {0, NULL},
};
static PyType_Spec Uses_spec = {"runs.Uses", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, Uses_slots};

static PyType_Slot Tests_slots[] = {
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {Py_tp_dealloc, Tests_dealloc},
    {0, NULL},
};
static PyType_Spec Tests_spec = {"runs.Tests", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, Tests_slots};

static PyType_Slot Right_slots[] = {
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {Py_tp_dealloc, Right_dealloc},
    {0, NULL},
};
static PyType_Spec Right_spec = {"runs.Right", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, Right_slots};

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
    if (add(module, "Uses", PyType_FromModuleAndSpec(module, &Uses_spec, NULL)) < 0 ||
        add(module, "Tests", PyType_FromModuleAndSpec(module, &Tests_spec, NULL)) < 0 ||
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
    .m_size = sizeof(state),
    .m_slots = runs_module_slots,
};

PyMODINIT_FUNC
PyInit_runs(void)
{
    return PyModuleDef_Init(&runs_module);
}
