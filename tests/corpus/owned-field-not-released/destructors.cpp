// A C++ destructor releases what the functions themselves do not name.
#include <Python.h>

struct Held { PyObject *items; ~Held() { Py_XDECREF(items); } };

struct Box { PyObject_HEAD PyObject *name; PyObject *items; Held held; };
struct Bag { PyObject_HEAD PyObject *name; PyObject *items; };
struct Sack { PyObject_HEAD PyObject *name; PyObject *items; }; //~ GC038

static int
box_init(Box *self, PyObject *args, PyObject *kwargs)
{
    self->name = PyUnicode_FromString("box");
    self->items = PyBytes_FromString("items");
    return 0;
}

static int
bag_init(Bag *self, PyObject *args, PyObject *kwargs)
{
    self->name = PyUnicode_FromString("bag");
    self->items = PyBytes_FromString("items");
    return 0;
}

static int
sack_init(Sack *self, PyObject *args, PyObject *kwargs)
{
    self->name = PyUnicode_FromString("sack");
    self->items = PyBytes_FromString("items");
    return 0;
}

static void
box_dealloc(Box *self)
{
    Py_CLEAR(self->name);
    self->held.~Held();
    Py_TYPE(self)->tp_free((PyObject *)self);
}

static void
bag_dealloc(Bag *self)
{
    Py_CLEAR(self->name);
    delete self;
}

static void
sack_dealloc(Sack *self)
{
    Py_CLEAR(self->name);
    Py_TYPE(self)->tp_free((PyObject *)self);
}

PyTypeObject Box_Type = { PyVarObject_HEAD_INIT(NULL, 0) "m.Box", sizeof(Box), 0, (destructor)box_dealloc, //~ ISO001
    .tp_flags = Py_TPFLAGS_DEFAULT, .tp_init = (initproc)box_init, .tp_new = PyType_GenericNew };
PyTypeObject Bag_Type = { PyVarObject_HEAD_INIT(NULL, 0) "m.Bag", sizeof(Bag), 0, (destructor)bag_dealloc, //~ ISO001
    .tp_flags = Py_TPFLAGS_DEFAULT, .tp_init = (initproc)bag_init, .tp_new = PyType_GenericNew };
PyTypeObject Sack_Type = { PyVarObject_HEAD_INIT(NULL, 0) "m.Sack", sizeof(Sack), 0, (destructor)sack_dealloc, //~ ISO001
    .tp_flags = Py_TPFLAGS_DEFAULT, .tp_init = (initproc)sack_init, .tp_new = PyType_GenericNew };
