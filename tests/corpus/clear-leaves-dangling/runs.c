#include <Python.h>

typedef struct { PyObject_HEAD PyObject *cb; PyObject *me; } Obj;

static int
obj_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(((Obj *)self)->cb);
    Py_VISIT(((Obj *)self)->me);
    return 0;
}

/* A cycle of one. */
static PyObject *
obj_set(PyObject *self, PyObject *value)
{
    Py_XSETREF(((Obj *)self)->cb, Py_NewRef(value));
    Py_XSETREF(((Obj *)self)->me, Py_NewRef(self));
    Py_RETURN_NONE;
}
static PyMethodDef obj_methods[] = {{"set", obj_set, METH_O}, {NULL}};

static void
obj_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    Py_CLEAR(((Obj *)self)->cb);
    Py_CLEAR(((Obj *)self)->me);
    tp->tp_free(self);
    Py_DECREF(tp);
}

static int
Dangling_clear(PyObject *self)
{
    Py_XDECREF(((Obj *)self)->cb); //~ GC035
    Py_CLEAR(((Obj *)self)->me);
    return 0;
}

static int
Right_clear(PyObject *self)
{
    Py_CLEAR(((Obj *)self)->cb);
    Py_CLEAR(((Obj *)self)->me);
    return 0;
}

static int
Local_clear(PyObject *self)
{
    PyObject *cb = ((Obj *)self)->cb;
    ((Obj *)self)->cb = NULL;
    Py_XDECREF(cb);
    Py_CLEAR(((Obj *)self)->me);
    return 0;
}

static PyType_Slot Dangling_slots[] = {
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, Dangling_clear},
    {Py_tp_dealloc, obj_dealloc},
    {Py_tp_methods, obj_methods},
    {0, NULL},
};
static PyType_Spec Dangling_spec = {"runs.Dangling", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, Dangling_slots};

static PyType_Slot Right_slots[] = {
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, Right_clear},
    {Py_tp_dealloc, obj_dealloc},
    {Py_tp_methods, obj_methods},
    {0, NULL},
};
static PyType_Spec Right_spec = {"runs.Right", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, Right_slots};

static PyType_Slot Local_slots[] = {
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, Local_clear},
    {Py_tp_dealloc, obj_dealloc},
    {Py_tp_methods, obj_methods},
    {0, NULL},
};
static PyType_Spec Local_spec = {"runs.Local", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, Local_slots};

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
    if (add(module, "Dangling", PyType_FromModuleAndSpec(module, &Dangling_spec, NULL)) < 0 ||
        add(module, "Right", PyType_FromModuleAndSpec(module, &Right_spec, NULL)) < 0 ||
        add(module, "Local", PyType_FromModuleAndSpec(module, &Local_spec, NULL)) < 0) {
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
