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
Twice_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    Obj *o = (Obj *)type->tp_alloc(type, 0);
    if (o == NULL) {
        return NULL;
    }
    PyObject_GC_Track(o); //~ GC015
    return (PyObject *)o;
}

static PyType_Slot Twice_slots[] = {
    {Py_tp_new, Twice_new},
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {0, NULL},
};
static PyType_Spec Twice_spec = {"runs.Twice", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, Twice_slots};

static PyObject *
Once_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    Obj *o = (Obj *)type->tp_alloc(type, 0);
    if (o == NULL) {
        return NULL;
    }
    return (PyObject *)o;
}

static PyType_Slot Once_slots[] = {
    {Py_tp_new, Once_new},
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {0, NULL},
};
static PyType_Spec Once_spec = {"runs.Once", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, Once_slots};

static PyObject *
Own_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    Obj *o = PyObject_GC_New(Obj, type);
    if (o == NULL) {
        return NULL;
    }
    o->cb = NULL;
    PyObject_GC_Track(o);
    return (PyObject *)o;
}

static PyType_Slot Own_slots[] = {
    {Py_tp_new, Own_new},
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {0, NULL},
};
static PyType_Spec Own_spec = {"runs.Own", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, Own_slots};

static int
runs_exec(PyObject *module)
{
    PyObject *Twice = PyType_FromModuleAndSpec(module, &Twice_spec, NULL);
    if (Twice == NULL || PyModule_AddType(module, (PyTypeObject *)Twice) < 0) {
        return -1;
    }
    Py_DECREF(Twice);
    PyObject *Once = PyType_FromModuleAndSpec(module, &Once_spec, NULL);
    if (Once == NULL || PyModule_AddType(module, (PyTypeObject *)Once) < 0) {
        return -1;
    }
    Py_DECREF(Once);
    PyObject *Own = PyType_FromModuleAndSpec(module, &Own_spec, NULL);
    if (Own == NULL || PyModule_AddType(module, (PyTypeObject *)Own) < 0) {
        return -1;
    }
    Py_DECREF(Own);
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
