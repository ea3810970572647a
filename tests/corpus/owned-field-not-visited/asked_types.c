/* Every spelling of the question whether an object refers to others; an answer on another path says nothing. */
#include <Python.h>

typedef struct {
    PyObject_HEAD
    PyObject *compared;
    PyObject *checked;
    PyObject *by_type;
    PyObject *exact;
    PyObject *optional;
    PyObject *constant;
    PyObject *wrong_type; //~ GC031
    PyObject *wrong_way; //~ GC031
    PyObject *only_none; //~ GC031
} Obj;

static PyObject *
obj_set(Obj *self, PyObject *v)
{
    if (PyLong_Check(v) == 0) {
        return NULL;
    }
    Py_XSETREF(self->compared, Py_NewRef(v));
    Py_RETURN_NONE;
}
static PyObject *
obj_check(Obj *self, PyObject *v)
{
    if (!PyObject_TypeCheck(v, &PyUnicode_Type)) {
        return NULL;
    }
    Py_XSETREF(self->checked, Py_NewRef(v));
    Py_RETURN_NONE;
}
static PyObject *
obj_by_type(Obj *self, PyObject *v)
{
    if (&PyLong_Type != Py_TYPE(v)) {
        return NULL;
    }
    Py_XSETREF(self->by_type, Py_NewRef(v));
    Py_RETURN_NONE;
}
static PyObject *
obj_exact(Obj *self, PyObject *v)
{
    if (Py_IS_TYPE(v, &PyBytes_Type)) {
        Py_XSETREF(self->exact, Py_NewRef(v));
    }
    Py_RETURN_NONE;
}
static PyObject *
obj_optional(Obj *self, PyObject *v)
{
    if (v != Py_None && !PyUnicode_Check(v)) {
        return NULL;
    }
    Py_XSETREF(self->optional, Py_NewRef(v));
    Py_RETURN_NONE;
}
static PyObject *
obj_wrong_type(Obj *self, PyObject *v)
{
    if (!Py_IS_TYPE(v, &PyList_Type)) {
        return NULL;
    }
    Py_XSETREF(self->wrong_type, Py_NewRef(v));
    Py_RETURN_NONE;
}
static PyObject *
obj_wrong_way(Obj *self, PyObject *v)
{
    if (Py_TYPE(v) == &PyLong_Type) {
        return NULL;
    }
    Py_XSETREF(self->wrong_way, Py_NewRef(v));
    Py_RETURN_NONE;
}
static PyObject *
obj_only_none(Obj *self, PyObject *v)
{
    if (v == Py_None) {
        return NULL;
    }
    Py_XSETREF(self->only_none, Py_NewRef(v));
    Py_RETURN_NONE;
}
static PyObject *
obj_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    Obj *self = (Obj *)type->tp_alloc(type, 0);
    if (self != NULL) {
        self->constant = Py_GetConstantBorrowed(Py_CONSTANT_EMPTY_BYTES);
        Py_INCREF(self->constant);
    }
    return (PyObject *)self;
}

static int
obj_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    return 0;
}
static void
obj_dealloc(PyObject *op)
{
    PyTypeObject *type = Py_TYPE(op);
    Obj *self = (Obj *)op;
    PyObject_GC_UnTrack(op);
    Py_CLEAR(self->compared);
    Py_CLEAR(self->checked);
    Py_CLEAR(self->by_type);
    Py_CLEAR(self->exact);
    Py_CLEAR(self->optional);
    Py_CLEAR(self->constant);
    Py_CLEAR(self->wrong_type);
    Py_CLEAR(self->wrong_way);
    Py_CLEAR(self->only_none);
    type->tp_free(op);
    Py_DECREF(type);
}
static PyMethodDef obj_methods[] = {
    {"set", (PyCFunction)obj_set, METH_O, NULL},
    {"check", (PyCFunction)obj_check, METH_O, NULL},
    {"by_type", (PyCFunction)obj_by_type, METH_O, NULL},
    {"exact", (PyCFunction)obj_exact, METH_O, NULL},
    {"optional", (PyCFunction)obj_optional, METH_O, NULL},
    {"wrong_type", (PyCFunction)obj_wrong_type, METH_O, NULL},
    {"wrong_way", (PyCFunction)obj_wrong_way, METH_O, NULL},
    {"only_none", (PyCFunction)obj_only_none, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};
static PyType_Slot obj_slots[] = {
    {Py_tp_new, obj_new},
    {Py_tp_methods, obj_methods},
    {Py_tp_traverse, obj_traverse},
    {Py_tp_dealloc, obj_dealloc},
    {0, NULL},
};
PyType_Spec obj_spec = {"m.Obj", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE, obj_slots};
PyObject *make_obj(PyObject *module) { return PyType_FromModuleAndSpec(module, &obj_spec, NULL); }
