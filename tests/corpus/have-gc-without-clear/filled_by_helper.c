/* A function that only gets new objects fills them; one that gets others as well sets them again. */
#include <Python.h>

#define NEW(T) ((T *)_PyObject_GC_New(&T##_Type)) //~ ABI004

typedef struct { PyObject_HEAD PyObject *value; } Box;
typedef struct { PyObject_HEAD PyObject *value; } Made;
typedef struct { PyObject_HEAD PyObject *value; } Open;

static int box_traverse(PyObject *op, visitproc visit, void *arg) { Py_VISIT(((Box *)op)->value); return 0; }
static int made_traverse(PyObject *op, visitproc visit, void *arg) { Py_VISIT(((Made *)op)->value); return 0; }
static int open_traverse(PyObject *op, visitproc visit, void *arg) { Py_VISIT(((Open *)op)->value); return 0; }
static void box_dealloc(PyObject *op) { PyObject_GC_UnTrack(op); Py_XDECREF(((Box *)op)->value); PyObject_GC_Del(op); }
static void made_dealloc(PyObject *op) { PyObject_GC_UnTrack(op); Py_XDECREF(((Made *)op)->value); PyObject_GC_Del(op); }
static void open_dealloc(PyObject *op) { PyObject_GC_UnTrack(op); Py_XDECREF(((Open *)op)->value); PyObject_GC_Del(op); }

static PyTypeObject Box_Type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0) .tp_name = "m.Box", .tp_basicsize = sizeof(Box),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, .tp_traverse = box_traverse, .tp_dealloc = box_dealloc,
};
static PyTypeObject Made_Type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0) .tp_name = "m.Made", .tp_basicsize = sizeof(Made),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, .tp_traverse = made_traverse, .tp_dealloc = made_dealloc,
};
static PyTypeObject Open_Type = { //~ ISO001 GC008
    PyVarObject_HEAD_INIT(NULL, 0) .tp_name = "m.Open", .tp_basicsize = sizeof(Open),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, .tp_traverse = open_traverse, .tp_dealloc = open_dealloc,
};

static void fill(Box *box, PyObject *value) { Py_INCREF(value); box->value = value; }
static void fill_open(Open *open, PyObject *value) { Py_INCREF(value); open->value = value; }

PyObject *
box_of(PyObject *value)
{
    Box *box = PyObject_GC_New(Box, &Box_Type);
    if (box == NULL) {
        return NULL;
    }
    fill(box, value);
    PyObject_GC_Track(box);
    return (PyObject *)box;
}

PyObject *
made_of(PyObject *value)
{
    Made *made = NEW(Made);
    if (made == NULL) {
        return NULL;
    }
    made->value = Py_NewRef(value);
    PyObject_GC_Track(made);
    return (PyObject *)made;
}

PyObject *
open_of(PyObject *value)
{
    Open *open = PyObject_GC_New(Open, &Open_Type);
    if (open == NULL) {
        return NULL;
    }
    fill_open(open, value);
    PyObject_GC_Track(open);
    return (PyObject *)open;
}

PyObject *
open_again(PyObject *self, PyObject *value)
{
    fill_open((Open *)self, value);
    Py_RETURN_NONE;
}
