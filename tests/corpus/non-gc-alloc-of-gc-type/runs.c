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
Headless_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    Obj *o = PyObject_New(Obj, type); //~ GC010
    if (o == NULL) {
        return NULL;
    }
    o->cb = NULL;
    return (PyObject *)o;
}

static PyType_Slot Headless_slots[] = {
    {Py_tp_new, Headless_new},
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {0, NULL},
};
static PyType_Spec Headless_spec = {"runs.Headless", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, Headless_slots};

static PyObject *
Right_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    Obj *o = (Obj *)type->tp_alloc(type, 0);
    if (o == NULL) {
        return NULL;
    }
    return (PyObject *)o;
}

static PyType_Slot Right_slots[] = {
    {Py_tp_new, Right_new},
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {0, NULL},
};
static PyType_Spec Right_spec = {"runs.Right", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, Right_slots};

static int
runs_exec(PyObject *module)
{
    PyObject *Headless = PyType_FromModuleAndSpec(module, &Headless_spec, NULL);
    if (Headless == NULL || PyModule_AddType(module, (PyTypeObject *)Headless) < 0) {
        return -1;
    }
    Py_DECREF(Headless);
    PyObject *Right = PyType_FromModuleAndSpec(module, &Right_spec, NULL);
    if (Right == NULL || PyModule_AddType(module, (PyTypeObject *)Right) < 0) {
        return -1;
    }
    Py_DECREF(Right);
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
