#include <Python.h>

/* Up to Python 3.13 tp_free clears the dict, and weak references need no GC. */
typedef struct { PyObject_HEAD int fd; } Kept;

static int
kept_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    int err = PyObject_VisitManagedDict(self, visit, arg);
    if (err) {
        return err;
    }
    return 0;
}

static int
kept_clear(PyObject *self)
{
    PyObject_ClearManagedDict(self);
    return 0;
}

static void
kept_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    tp->tp_free(self);
    Py_DECREF(tp);
}

static PyType_Slot kept_slots[] = {
    {Py_tp_traverse, kept_traverse},
    {Py_tp_clear, kept_clear},
    {Py_tp_dealloc, kept_dealloc},
    {0, NULL},
};
PyType_Spec kept_spec = {
    "m.kept", sizeof(Kept), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC
        | Py_TPFLAGS_MANAGED_DICT, kept_slots,
};

typedef struct { PyObject_HEAD int fd; } Weak;
static PyType_Slot weak_slots[] = {{0, NULL}};
PyType_Spec weak_spec = {
    "m.weak", sizeof(Weak), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_MANAGED_WEAKREF, weak_slots,
};

int
add_types(PyObject *module)
{
    PyObject *types[] = {
        PyType_FromModuleAndSpec(module, &kept_spec, NULL),
        PyType_FromModuleAndSpec(module, &weak_spec, NULL),
    };
    return types[0] != NULL;
}
