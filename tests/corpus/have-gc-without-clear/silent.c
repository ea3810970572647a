#include <Python.h>

typedef struct { PyObject_HEAD PyObject *cb; PyObject *list; } Obj; //~ GC031

static int
obj_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(((Obj *)self)->cb);
    Py_VISIT(((Obj *)self)->list);
    return 0;
}

static PyObject *
obj_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    Obj *o = (Obj *)type->tp_alloc(type, 0);
    if (o != NULL) {
        o->cb = Py_NewRef(args);
    }
    return (PyObject *)o;
}

static PyType_Slot once_slots[] = {
    {Py_tp_traverse, obj_traverse},
    {Py_tp_new, obj_new},
    {0, NULL},
};
PyType_Spec once_spec = {"m.once", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, once_slots};

static int
type_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    return 0;
}

static PyType_Slot type_only_slots[] = {
    {Py_tp_traverse, type_traverse},
    {0, NULL},
};
PyType_Spec type_only_spec = {"m.type_only", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, type_only_slots};

typedef struct { PyObject_HEAD PyObject *next; } Next;

void
set_next(Next *self, PyObject *next)
{
    Py_XSETREF(self->next, Py_NewRef(next));
    self->next = next;
}

static int
next_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(((Next *)self)->next);
    return 0;
}

static int
next_clear(PyObject *self)
{
    Py_CLEAR(((Next *)self)->next);
    return 0;
}

static PyType_Slot cleared_slots[] = {
    {Py_tp_traverse, next_traverse},
    {Py_tp_clear, next_clear},
    {0, NULL},
};
PyType_Spec cleared_spec = {"m.cleared", sizeof(Next), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, cleared_slots};

static void
finalized_finalize(PyObject *self)
{
    set_next((Next *)self, Py_None);
}

static PyType_Slot finalized_slots[] = {
    {Py_tp_traverse, next_traverse},
    {Py_tp_finalize, finalized_finalize},
    {0, NULL},
};
PyType_Spec finalized_spec = {"m.finalized", sizeof(Next), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, finalized_slots};

int
add_types(PyObject *module)
{
    if (PyModule_Add(module, "once", PyType_FromModuleAndSpec(module, &once_spec, NULL)) < 0) {
        return -1;
    }
    if (PyModule_Add(module, "type_only", PyType_FromModuleAndSpec(module, &type_only_spec, NULL)) < 0) {
        return -1;
    }
    if (PyModule_Add(module, "cleared", PyType_FromModuleAndSpec(module, &cleared_spec, NULL)) < 0) {
        return -1;
    }
    if (PyModule_Add(module, "finalized", PyType_FromModuleAndSpec(module, &finalized_spec, NULL)) < 0) {
        return -1;
    }
    return 0;
}
