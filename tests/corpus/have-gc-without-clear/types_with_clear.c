#include <Python.h>

// Lists, dicts and sets break the cycles that they are in; tuples do not.
typedef struct { PyObject_HEAD PyObject *saved; } Parsed;
typedef struct { PyObject_HEAD PyObject *rows; } Made;
typedef struct { PyObject_HEAD PyObject *map; } Checked;
typedef struct { PyObject_HEAD PyObject *items; } Tuple;
#define GC (Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC)

static int parsed_traverse(Parsed *self, visitproc visit, void *arg) { Py_VISIT(Py_TYPE(self)); Py_VISIT(self->saved); return 0; }
static PyObject *
parsed_setstate(Parsed *self, PyObject *state)
{
    PyObject *saved;
    int index;
    if (!PyArg_ParseTuple(state, "O!i", &PyList_Type, &saved, &index)) {
        return NULL;
    }
    Py_INCREF(saved);
    Py_XSETREF(self->saved, saved);
    Py_RETURN_NONE;
}
static PyMethodDef parsed_methods[] = {{"__setstate__", (PyCFunction)parsed_setstate, METH_O}, {NULL}};
static PyType_Slot parsed_slots[] = {{Py_tp_traverse, parsed_traverse}, {Py_tp_methods, parsed_methods}, {0, NULL}};
static PyType_Spec parsed_spec = {"m.Parsed", sizeof(Parsed), 0, GC, parsed_slots};

static int made_traverse(Made *self, visitproc visit, void *arg) { Py_VISIT(Py_TYPE(self)); Py_VISIT(self->rows); return 0; }
static PyObject *
made_reset(Made *self, PyObject *unused)
{
    Py_XSETREF(self->rows, PyList_New(0));
    Py_RETURN_NONE;
}
static PyMethodDef made_methods[] = {{"reset", (PyCFunction)made_reset, METH_NOARGS}, {NULL}};
static PyType_Slot made_slots[] = {{Py_tp_traverse, made_traverse}, {Py_tp_methods, made_methods}, {0, NULL}};
static PyType_Spec made_spec = {"m.Made", sizeof(Made), 0, GC, made_slots};

static int checked_traverse(Checked *self, visitproc visit, void *arg) { Py_VISIT(Py_TYPE(self)); Py_VISIT(self->map); return 0; }
static PyObject *
checked_set(Checked *self, PyObject *map)
{
    if (!PyDict_Check(map)) {
        PyErr_SetString(PyExc_TypeError, "a dict");
        return NULL;
    }
    Py_INCREF(map);
    Py_XDECREF(self->map);
    self->map = map;
    Py_RETURN_NONE;
}
static PyMethodDef checked_methods[] = {{"set", (PyCFunction)checked_set, METH_O}, {NULL}};
static PyType_Slot checked_slots[] = {{Py_tp_traverse, checked_traverse}, {Py_tp_methods, checked_methods}, {0, NULL}};
static PyType_Spec checked_spec = {"m.Checked", sizeof(Checked), 0, GC, checked_slots};

static int tuple_traverse(Tuple *self, visitproc visit, void *arg) { Py_VISIT(Py_TYPE(self)); Py_VISIT(self->items); return 0; }
static PyObject *
tuple_setstate(Tuple *self, PyObject *state)
{
    PyObject *items;
    if (!PyArg_ParseTuple(state, "O!", &PyTuple_Type, &items)) {
        return NULL;
    }
    Py_XSETREF(self->items, Py_NewRef(items));
    Py_RETURN_NONE;
}
static PyMethodDef tuple_methods[] = {{"__setstate__", (PyCFunction)tuple_setstate, METH_O}, {NULL}};
static PyType_Slot tuple_slots[] = {{Py_tp_traverse, tuple_traverse}, {Py_tp_methods, tuple_methods}, {0, NULL}};
static PyType_Spec tuple_spec = {"m.Tuple", sizeof(Tuple), 0, GC, tuple_slots}; //~ GC008

int
add_types(PyObject *module)
{
    PyType_Spec *specs[] = {&parsed_spec, &made_spec, &checked_spec, &tuple_spec};
    for (int i = 0; i < 4; i++) {
        PyObject *type = PyType_FromModuleAndSpec(module, specs[i], NULL);
        if (type == NULL || PyModule_AddType(module, (PyTypeObject *)type) < 0) {
            Py_XDECREF(type);
            return -1;
        }
        Py_DECREF(type);
    }
    return 0;
}
