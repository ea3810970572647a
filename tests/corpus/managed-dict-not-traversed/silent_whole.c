#include <Python.h>

// The whole protocol, through helpers, or inherited.
typedef struct { PyObject_HEAD PyObject *attr; } Instance;
#define FLAGS (Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_MANAGED_DICT)
#if PY_VERSION_HEX < 0x030D0000
#define VISIT_DICT(o) _PyObject_VisitManagedDict((PyObject *)(o), visit, arg)
#define CLEAR_DICT(o) _PyObject_ClearManagedDict((PyObject *)(o))
#else
#define VISIT_DICT(o) PyObject_VisitManagedDict((PyObject *)(o), visit, arg)
#define CLEAR_DICT(o) PyObject_ClearManagedDict((PyObject *)(o))
#endif
static int traverse(Instance *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(self->attr);
    return VISIT_DICT(self);
}
static int clear(Instance *self) { Py_CLEAR(self->attr); CLEAR_DICT(self); return 0; }
static PyType_Slot slots[] = {{Py_tp_traverse, traverse}, {Py_tp_clear, clear}, {0, NULL}};
static PyType_Spec spec = {"m.Instance", sizeof(Instance), 0, FLAGS | Py_TPFLAGS_BASETYPE, slots};

/* Below a type that does it. */
static PyType_Slot none[] = {{0, NULL}};
static PyType_Spec sub_spec = {"m.Sub", sizeof(Instance), 0, Py_TPFLAGS_DEFAULT, none};

/* Own functions that hand on to those of the base. */
static PyTypeObject *base_type; //~ ISO012
static int own_traverse(PyObject *self, visitproc visit, void *arg) { return base_type->tp_traverse(self, visit, arg); }
static int own_clear(PyObject *self) { return base_type->tp_clear(self); }
static PyType_Slot own_slots[] = {{Py_tp_traverse, own_traverse}, {Py_tp_clear, own_clear}, {0, NULL}};
static PyType_Spec own_spec = {"m.Own", sizeof(Instance), 0, FLAGS, own_slots};

/* The flag where it exists, with the calls. */
static int late_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
#if PY_VERSION_HEX >= 0x030C0000
    return VISIT_DICT(self);
#else
    return 0;
#endif
}
static int late_clear(PyObject *self)
{
#if PY_VERSION_HEX >= 0x030C0000
    CLEAR_DICT(self);
#endif
    return 0;
}
static PyType_Slot late_slots[] = {{Py_tp_traverse, late_traverse}, {Py_tp_clear, late_clear}, {0, NULL}};
static PyType_Spec late_spec = {
    .name = "m.Late", .basicsize = sizeof(PyObject), .slots = late_slots,
#if PY_VERSION_HEX >= 0x030C0000
    .flags = FLAGS,
#else
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
#endif
};

int
add_types(PyObject *m)
{
    base_type = (PyTypeObject *)PyType_FromModuleAndSpec(m, &spec, NULL);
    PyObject *sub = PyType_FromModuleAndSpec(m, &sub_spec, (PyObject *)base_type);
    PyObject *own = PyType_FromModuleAndSpec(m, &own_spec, (PyObject *)base_type);
    PyObject *late = PyType_FromModuleAndSpec(m, &late_spec, NULL);
    return sub == NULL || own == NULL || late == NULL ? -1 : 0;
}
