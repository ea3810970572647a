#include <Python.h>

typedef struct { PyObject *inner; } Part; //~ GC031

typedef struct {
    PyObject_HEAD
    Part part;
    PyObject *replaced;
    PyObject *local;
    PyObject *helper;
    PyObject *given;
    PyObject *owner;
    PyObject *copied;
    PyObject *checked;
    PyTypeObject *kind;
    PyObject *either; //~ GC031
    PyObject *called; //~ GC031
    PyObject *parsed; //~ GC031
} Obj;

static PyObject *
text_of(const char *s)
{
    if (s == NULL) {
        return NULL;
    }
    return PyUnicode_FromString(s);
}

static void
set_given(Obj *self, PyObject *given)
{
    self->given = Py_NewRef(given);
}

int
obj_set(Obj *self, const char *s, PyObject *other, PyObject *args)
{
    PyObject *local = PyUnicode_FromString(s);
    PyObject *key = PyBytes_FromString(s);
    PyObject *parsed = NULL;
    Py_XSETREF(self->replaced, PyBytes_FromString(s));
    self->local = local;
    self->helper = text_of(s);
    set_given(self, key);
    self->owner = PyWeakref_NewRef(other, NULL);
    self->copied = Py_NewRef(self->local);
    if (PyBytes_CheckExact(args)) {
        self->checked = Py_NewRef(args);
    }
    self->kind = (PyTypeObject *)Py_NewRef(Py_TYPE(other));
    self->either = s ? PyUnicode_FromString(s) : Py_NewRef(other);
    self->called = PyWeakref_NewRef(other, Py_TYPE(other)->tp_dict); //~ ABI012
    if (!PyArg_ParseTuple(args, "O", &parsed)) {
        return -1;
    }
    self->parsed = Py_NewRef(parsed);
    return 0;
}

static int
obj_clear(PyObject *op)
{
    Obj *self = (Obj *)op;
    Py_CLEAR(self->part.inner);
    Py_CLEAR(self->replaced);
    Py_CLEAR(self->local);
    Py_CLEAR(self->helper);
    Py_CLEAR(self->given);
    Py_CLEAR(self->owner);
    Py_CLEAR(self->copied);
    Py_CLEAR(self->checked);
    Py_CLEAR(self->kind);
    Py_CLEAR(self->either);
    Py_CLEAR(self->called);
    Py_CLEAR(self->parsed);
    return 0;
}

static int
obj_traverse(PyObject *self, visitproc visit, void *arg)
{
    return 0;
}

PyTypeObject obj_type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.obj",
    .tp_basicsize = sizeof(Obj),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .tp_traverse = obj_traverse,
    .tp_clear = obj_clear,
};
