#include <Python.h>

/* Since Python 3.14 tp_free leaves the dict alone. */
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
PyType_Spec kept_spec = { //~ GC030
    "m.kept", sizeof(Kept), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC
        | Py_TPFLAGS_MANAGED_DICT, kept_slots,
};

typedef struct { PyObject_HEAD int fd; } Freed;

static int
freed_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    int err = PyObject_VisitManagedDict(self, visit, arg);
    if (err) {
        return err;
    }
    return 0;
}

static int
freed_clear(PyObject *self)
{
    PyObject_ClearManagedDict(self);
    return 0;
}

static void
freed_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    PyObject_ClearManagedDict(self);
    tp->tp_free(self);
    Py_DECREF(tp);
}

static PyType_Slot freed_slots[] = {
    {Py_tp_traverse, freed_traverse},
    {Py_tp_clear, freed_clear},
    {Py_tp_dealloc, freed_dealloc},
    {0, NULL},
};
PyType_Spec freed_spec = {
    "m.freed", sizeof(Freed), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC
        | Py_TPFLAGS_MANAGED_DICT, freed_slots,
};

/* By way of tp_clear. */
typedef struct { PyObject_HEAD int fd; } Helped;

static int
helped_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    int err = PyObject_VisitManagedDict(self, visit, arg);
    if (err) {
        return err;
    }
    return 0;
}

static int
helped_clear(PyObject *self)
{
    PyObject_ClearManagedDict(self);
    return 0;
}

static void
helped_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    helped_clear(self);
    tp->tp_free(self);
    Py_DECREF(tp);
}

static PyType_Slot helped_slots[] = {
    {Py_tp_traverse, helped_traverse},
    {Py_tp_clear, helped_clear},
    {Py_tp_dealloc, helped_dealloc},
    {0, NULL},
};
PyType_Spec helped_spec = {
    "m.helped", sizeof(Helped), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC
        | Py_TPFLAGS_MANAGED_DICT, helped_slots,
};

/* A clear function that forgets the dict. */
typedef struct { PyObject_HEAD int fd; } Half;

static int
half_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    int err = PyObject_VisitManagedDict(self, visit, arg);
    if (err) {
        return err;
    }
    return 0;
}

static int
half_clear(PyObject *self)
{
    return 0;
}

static PyType_Slot half_slots[] = {
    {Py_tp_traverse, half_traverse},
    {Py_tp_clear, half_clear},
    {0, NULL},
};
PyType_Spec half_spec = { //~ GC030
    "m.half", sizeof(Half), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC
        | Py_TPFLAGS_MANAGED_DICT, half_slots,
};

/* Weak references need the flag since Python 3.15. */
typedef struct { PyObject_HEAD int fd; } Weak;
static PyType_Slot weak_slots[] = {{0, NULL}};
PyType_Spec weak_spec = { //~ GC030
    "m.weak", sizeof(Weak), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_MANAGED_WEAKREF, weak_slots,
};

int
add_types(PyObject *module)
{
    PyObject *types[] = {
        PyType_FromModuleAndSpec(module, &kept_spec, NULL),
        PyType_FromModuleAndSpec(module, &freed_spec, NULL),
        PyType_FromModuleAndSpec(module, &helped_spec, NULL),
        PyType_FromModuleAndSpec(module, &half_spec, NULL),
        PyType_FromModuleAndSpec(module, &weak_spec, NULL),
    };
    return types[0] != NULL;
}
