/* A tp_new that refuses the type itself, and one that lets no subclass through either: no object without the field. */
#include <Python.h>

typedef struct { PyTypeObject *rec, *open, *final; } State;
typedef struct { PyObject *keys; } Desc;
typedef struct { PyObject_HEAD Desc *desc; } Rec;

static State *
state_of(PyTypeObject *type)
{
    State *st = PyType_GetModuleState(type);
    if (st == NULL) {
        PyErr_SetString(PyExc_SystemError, "no state");
    }
    return st;
}

static PyObject *
rec_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    State *st = state_of(type); //~ HT002
    if (st == NULL) {
        return NULL;
    }
    if (type == st->rec) {
        PyErr_SetString(PyExc_TypeError, "cannot create instances");
        return NULL;
    }
    return type->tp_alloc(type, 0);
}

static PyTypeObject *open_type;

/* Subclasses come through. */
static PyObject *
open_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    if (type == open_type) {
        PyErr_SetString(PyExc_TypeError, "cannot create instances");
        return NULL;
    }
    return type->tp_alloc(type, 0);
}

/* There are none. */
static PyObject *
final_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    if (!(type != open_type)) {
        return PyErr_Format(PyExc_TypeError, "cannot create '%s' instances", type->tp_name);
    }
    return type->tp_alloc(type, 0);
}

/* The other way round: only the type itself. */
static PyObject *
exact_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    if (type != open_type) {
        PyErr_SetString(PyExc_TypeError, "no subclasses");
        return NULL;
    }
    return type->tp_alloc(type, 0);
}

static PyObject *
no_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    PyErr_SetString(PyExc_TypeError, "cannot create instances");
    return NULL;
}

static PyObject *
keys_of_none(PyObject *self, PyObject *unused)
{
    return PyObject_GetIter(((Rec *)self)->desc->keys);
}

static PyObject *
keys_of_open(PyObject *self, PyObject *unused)
{
    return PyObject_GetIter(((Rec *)self)->desc->keys); //~ HT016
}

static PyObject *
keys_of_exact(PyObject *self, PyObject *unused)
{
    return PyObject_GetIter(((Rec *)self)->desc->keys); //~ HT016
}

static PyMethodDef methods_of_none[] = {{"keys", keys_of_none, METH_NOARGS, NULL}, {NULL, NULL, 0, NULL}};
static PyMethodDef methods_of_open[] = {{"keys", keys_of_open, METH_NOARGS, NULL}, {NULL, NULL, 0, NULL}};
static PyMethodDef methods_of_exact[] = {{"keys", keys_of_exact, METH_NOARGS, NULL}, {NULL, NULL, 0, NULL}};

static PyType_Slot rec_slots[] = {{Py_tp_new, rec_new}, {Py_tp_methods, methods_of_none}, {0, NULL}};
static PyType_Slot open_slots[] = {{Py_tp_new, open_new}, {Py_tp_methods, methods_of_open}, {0, NULL}};
static PyType_Slot final_slots[] = {{Py_tp_new, final_new}, {Py_tp_methods, methods_of_none}, {0, NULL}};
static PyType_Slot exact_slots[] = {{Py_tp_new, exact_new}, {Py_tp_methods, methods_of_exact}, {0, NULL}};
static PyType_Slot no_slots[] = {{Py_tp_new, no_new}, {Py_tp_methods, methods_of_none}, {0, NULL}};

#define OPEN (Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE)
PyType_Spec rec_spec = {"m.Rec", sizeof(Rec), 0, OPEN, rec_slots};
PyType_Spec open_spec = {"m.Open", sizeof(Rec), 0, OPEN, open_slots};
PyType_Spec final_spec = {"m.Final", sizeof(Rec), 0, Py_TPFLAGS_DEFAULT, final_slots};
PyType_Spec exact_spec = {"m.Exact", sizeof(Rec), 0, Py_TPFLAGS_DEFAULT, exact_slots};
PyType_Spec no_spec = {"m.No", sizeof(Rec), 0, OPEN, no_slots};

void
fill(Rec *self, Desc *desc)
{
    self->desc = desc;
}
