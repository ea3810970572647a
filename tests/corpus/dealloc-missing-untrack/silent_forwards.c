#include <Python.h>

// The base untracks: nothing owned is touched before it is called.
#define FLAGS (Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC)

/* A tuple with names. */
static void
date_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    PyTuple_Type.tp_dealloc(self);
    Py_DECREF(tp);
}
static int
date_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    return PyTuple_Type.tp_traverse(self, visit, arg);
}
static PyType_Slot date_slots[] = {{Py_tp_dealloc, date_dealloc}, {Py_tp_traverse, date_traverse}, {0, NULL}};
static PyType_Spec date_spec = {"m.Date", 0, 0, FLAGS, date_slots};
PyObject *make_date(PyObject *m) { return PyType_FromModuleAndSpec(m, &date_spec, (PyObject *)&PyTuple_Type); }

/* A class of classes that frees C data first. */
typedef struct { char *pad; } info;
static info *info_of(PyObject *self) { return (info *)PyObject_GetTypeData(self, (PyTypeObject *)&PyType_Type); }
static void
meta_dealloc(PyObject *self)
{
    PyMem_Free(info_of(self)->pad);
    PyTypeObject *tp = Py_TYPE(self);
    PyType_Type.tp_dealloc(self);
    Py_DECREF(tp);
}
static int
meta_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    return PyType_Type.tp_traverse(self, visit, arg);
}
static PyType_Slot meta_slots[] = {{Py_tp_dealloc, meta_dealloc}, {Py_tp_traverse, meta_traverse}, {0, NULL}};
static PyType_Spec meta_spec = {"m.Meta", 0, 0, FLAGS, meta_slots};
PyObject *make_meta(PyObject *m) { return PyType_FromModuleAndSpec(m, &meta_spec, (PyObject *)&PyType_Type); }

/* Tracked or not, as the class has it. */
typedef struct { PyObject_HEAD PyObject *dict; } Instance;
static int instance_traverse(PyObject *self, visitproc visit, void *arg) { Py_VISIT(Py_TYPE(self)); Py_VISIT(((Instance *)self)->dict); return 0; }
static int instance_clear(PyObject *self) { Py_CLEAR(((Instance *)self)->dict); return 0; }
static void
instance_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    if (PyType_HasFeature(tp, Py_TPFLAGS_HAVE_GC)) {
        PyObject_GC_UnTrack(self);
    }
    (void)instance_clear(self);
    tp->tp_free(self);
    Py_DECREF(tp);
}
static PyType_Slot instance_slots[] = {{Py_tp_dealloc, instance_dealloc}, {Py_tp_traverse, instance_traverse}, {Py_tp_clear, instance_clear}, {0, NULL}};
PyType_Spec instance_spec = {"m.Instance", sizeof(Instance), 0, FLAGS, instance_slots};
static void
asked_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    if (PyType_IS_GC(tp)) {
        PyObject_GC_UnTrack(self);
    }
    (void)instance_clear(self);
    tp->tp_free(self);
    Py_DECREF(tp);
}
static PyType_Slot asked_slots[] = {{Py_tp_dealloc, asked_dealloc}, {Py_tp_traverse, instance_traverse}, {Py_tp_clear, instance_clear}, {0, NULL}};
PyType_Spec asked_spec = {"m.Asked", sizeof(Instance), 0, FLAGS, asked_slots};
static void
tracked_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    if (PyObject_GC_IsTracked(self)) {
        PyObject_GC_UnTrack(self);
    }
    (void)instance_clear(self);
    tp->tp_free(self);
    Py_DECREF(tp);
}
static PyType_Slot tracked_slots[] = {{Py_tp_dealloc, tracked_dealloc}, {Py_tp_traverse, instance_traverse}, {Py_tp_clear, instance_clear}, {0, NULL}};
PyType_Spec tracked_spec = {"m.Tracked", sizeof(Instance), 0, FLAGS, tracked_slots};
