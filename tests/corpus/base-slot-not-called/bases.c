/* Types over a base of the project: what its slots do, and which of it the ones above leave out. */
#include <Python.h>

typedef struct { PyObject_HEAD PyObject *parent; PyObject *first; } Base; //~ GC031 GC031
typedef struct { Base base; PyObject *extra; } Left;
typedef struct { Base base; PyObject *extra; } Own;
typedef struct { Base base; PyObject *extra; } Calls;

static int
base_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(((Base *)self)->parent);
    Py_VISIT(((Base *)self)->first);
    return 0;
}

static int
base_clear(PyObject *self)
{
    Py_CLEAR(((Base *)self)->parent);
    Py_CLEAR(((Base *)self)->first);
    return 0;
}

static int
base_init(PyObject *self, PyObject *args, PyObject *kwargs)
{
    ((Base *)self)->parent = Py_NewRef(args);
    ((Base *)self)->first = Py_NewRef(args);
    return 0;
}

static int
left_traverse(PyObject *self, visitproc visit, void *arg) //~ GC039
{
    Py_VISIT(((Left *)self)->extra);
    return 0;
}

static int
left_clear(PyObject *self) //~ GC039
{
    Py_CLEAR(((Left *)self)->extra);
    return 0;
}

/* One that names the fields of the base knows them. */
static int
own_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(((Own *)self)->extra);
    Py_VISIT(((Own *)self)->base.parent);
    Py_VISIT(((Own *)self)->base.first);
    return 0;
}

static int
own_clear(PyObject *self)
{
    Py_CLEAR(((Own *)self)->extra);
    Py_CLEAR(((Own *)self)->base.parent);
    Py_CLEAR(((Own *)self)->base.first);
    return 0;
}

static int
calls_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(((Calls *)self)->extra);
    return base_traverse(self, visit, arg);
}

static int
calls_clear(PyObject *self)
{
    Py_CLEAR(((Calls *)self)->extra);
    return base_clear(self);
}

PyTypeObject Base_Type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.Base", .tp_basicsize = sizeof(Base), .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE,
    .tp_traverse = base_traverse, .tp_clear = base_clear, .tp_init = base_init, .tp_new = PyType_GenericNew,
};
PyTypeObject Left_Type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.Left", .tp_basicsize = sizeof(Left), .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .tp_base = &Base_Type, .tp_traverse = left_traverse, .tp_clear = left_clear,
};
PyTypeObject Own_Type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.Own", .tp_basicsize = sizeof(Own), .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .tp_base = &Base_Type, .tp_traverse = own_traverse, .tp_clear = own_clear,
};
PyTypeObject Calls_Type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.Calls", .tp_basicsize = sizeof(Calls), .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .tp_base = &Base_Type, .tp_traverse = calls_traverse, .tp_clear = calls_clear,
};
/* The same struct, and the base's own function: nothing is left out. */
PyTypeObject Same_Type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.Same", .tp_basicsize = sizeof(Left), .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .tp_base = &Base_Type, .tp_traverse = base_traverse, .tp_clear = base_clear,
};

/* An exception whose clear function empties the dictionary that the base holds. */
typedef struct { PyBaseExceptionObject head; PyObject *detail; } Failure;

static int
failure_traverse(PyObject *self, visitproc visit, void *arg)
{
    Failure *failure = (Failure *)self;
    Py_VISIT(failure->detail);
    Py_VISIT(failure->head.args);
    return 0;
}

static int
failure_clear(PyObject *self) //~ GC039
{
    Py_CLEAR(((Failure *)self)->detail);
    return 0;
}

PyTypeObject Failure_Type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.Failure", .tp_basicsize = sizeof(Failure), .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .tp_base = &_PyExc_Exception, .tp_traverse = failure_traverse, .tp_clear = failure_clear,
};
