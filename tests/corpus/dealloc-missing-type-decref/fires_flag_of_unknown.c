/* A local that gets what is not known is neither set nor clear; one that gets NULL, false or 0 is clear. */
#include <Python.h>

typedef struct { PyObject_HEAD int used; } Obj;

static void
unknown_dealloc(PyObject *self) //~ GC021
{
    PyTypeObject *tp = Py_TYPE(self);
    int keep = KEEPS_TYPES;
    tp->tp_free(self);
    if (!keep) {
        Py_DECREF(tp);
    }
}

static PyType_Slot unknown_slots[] = {
    {Py_tp_dealloc, unknown_dealloc},
    {0, NULL},
};
PyType_Spec unknown_spec = {"m.unknown", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, unknown_slots};

static void
clear_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    int keep = false;
    void *kept = NULL;
    tp->tp_free(self);
    if (!keep && !kept) {
        Py_DECREF(tp);
    }
}

static PyType_Slot clear_slots[] = {
    {Py_tp_dealloc, clear_dealloc},
    {0, NULL},
};
PyType_Spec clear_spec = {"m.clear", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, clear_slots};

static void
set_dealloc(PyObject *self) //~ GC021
{
    PyTypeObject *tp = Py_TYPE(self);
    int keep = true;
    tp->tp_free(self);
    if (!keep) {
        Py_DECREF(tp);
    }
}

static PyType_Slot set_slots[] = {
    {Py_tp_dealloc, set_dealloc},
    {0, NULL},
};
PyType_Spec set_spec = {"m.set", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, set_slots};
