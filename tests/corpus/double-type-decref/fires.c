#include <Python.h>

typedef struct { PyObject_HEAD PyObject *cb; PyObject *list; } Obj;

static int
obj_clear(PyObject *self)
{
    Py_CLEAR(((Obj *)self)->cb);
    return 0;
}

static void
heap_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    obj_clear(self);
    tp->tp_free(self);
    Py_DECREF(tp);
}

static PyType_Slot heap_slots[] = {
    {Py_tp_dealloc, heap_dealloc},
    {0, NULL},
};
PyType_Spec heap_spec = {"m.heap", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_BASETYPE, heap_slots}; //~ GC005

static void
helper_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    heap_dealloc(self);
    Py_DECREF(tp); //~ GC025
}

static PyType_Slot helper_slots[] = {
    {Py_tp_dealloc, helper_dealloc},
    {0, NULL},
};
PyType_Spec helper_spec = {"m.helper", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, helper_slots};

static void
twice_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    tp->tp_free(self);
    Py_DECREF(tp);
    Py_DECREF(tp); //~ GC025
}

static PyType_Slot twice_slots[] = {
    {Py_tp_dealloc, twice_dealloc},
    {0, NULL},
};
PyType_Spec twice_spec = {"m.twice", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, twice_slots};

typedef struct { PyTypeObject *heap; } state;
int
make(PyObject *m, state *st)
{
    st->heap = (PyTypeObject *)PyType_FromModuleAndSpec(m, &heap_spec, NULL);
    return st->heap == NULL;
}
state *get_state(PyObject *);

static void
slot_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    get_state(NULL)->heap->tp_dealloc(self);
    Py_DECREF(tp); //~ GC025
}

static PyType_Slot slot_slots[] = {
    {Py_tp_dealloc, slot_dealloc},
    {0, NULL},
};
PyType_Spec slot_spec = {"m.slot", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, slot_slots};

