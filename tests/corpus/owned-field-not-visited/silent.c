#include <Python.h>

typedef struct { PyObject_HEAD PyObject *cb; PyObject *list; PyObject *text; PyObject *borrowed; PyObject *weakreflist; } Obj;

static int
obj_clear(PyObject *self)
{
    Py_CLEAR(((Obj *)self)->cb);
    Py_CLEAR(((Obj *)self)->list);
    Py_CLEAR(((Obj *)self)->text);
    return 0;
}

void
obj_set(Obj *self, PyObject *cb, const char *s)
{
    self->borrowed = cb;
    self->text = PyUnicode_FromString(s);
}

#define VISIT_LIST(o) Py_VISIT((o)->list)

static int
macro_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(((Obj *)self)->cb);
    VISIT_LIST((Obj *)self);
    return 0;
}

static PyType_Slot macro_slots[] = {
    {Py_tp_traverse, macro_traverse},
    {Py_tp_clear, obj_clear},
    {0, NULL},
};
PyType_Spec macro_spec = {"m.macro", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, macro_slots};

static int
part(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(((Obj *)self)->list);
    return 0;
}

static int
helper_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(((Obj *)self)->cb);
    return part(self, visit, arg);
}

static PyType_Slot helper_slots[] = {
    {Py_tp_traverse, helper_traverse},
    {Py_tp_clear, obj_clear},
    {0, NULL},
};
PyType_Spec helper_spec = {"m.helper", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, helper_slots};

int elsewhere(PyObject *, visitproc, void *);

static int
unknown_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    return elsewhere(self, visit, arg);
}

static PyType_Slot unknown_slots[] = {
    {Py_tp_traverse, unknown_traverse},
    {Py_tp_clear, obj_clear},
    {0, NULL},
};
PyType_Spec unknown_spec = {"m.unknown", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, unknown_slots};

int
add_types(PyObject *module)
{
    if (PyModule_Add(module, "macro", PyType_FromModuleAndSpec(module, &macro_spec, NULL)) < 0) {
        return -1;
    }
    if (PyModule_Add(module, "helper", PyType_FromModuleAndSpec(module, &helper_spec, NULL)) < 0) {
        return -1;
    }
    if (PyModule_Add(module, "unknown", PyType_FromModuleAndSpec(module, &unknown_spec, NULL)) < 0) {
        return -1;
    }
    return 0;
}
