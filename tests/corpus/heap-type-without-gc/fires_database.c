#include <Python.h>

// The types of a database module: rows and cursors that keep their connection, and none of them collected.
typedef struct { PyObject_HEAD void *db; PyObject *statement_cache; PyObject *row_factory; } Connection;
typedef struct { PyObject_HEAD Connection *connection; PyObject *description; PyObject *row_factory; } Cursor;
typedef struct { PyObject_HEAD PyObject *data; } Row;

static int
connection_init(Connection *self, PyObject *args, PyObject *kwargs)
{
    Py_XSETREF(self->row_factory, Py_NewRef(Py_None));
    Py_XSETREF(self->statement_cache, PyDict_New());
    return self->statement_cache == NULL ? -1 : 0;
}
static void
connection_dealloc(Connection *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    Py_CLEAR(self->statement_cache);
    Py_CLEAR(self->row_factory);
    tp->tp_free(self);
    Py_DECREF(tp);
}
static PyType_Slot connection_slots[] = {{Py_tp_init, connection_init}, {Py_tp_dealloc, connection_dealloc}, {0, NULL}};
static PyType_Spec connection_spec = {"m.Connection", sizeof(Connection), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, connection_slots}; //~ GC005

static int
cursor_init(Cursor *self, PyObject *args, PyObject *kwargs)
{
    Connection *connection;
    if (!PyArg_ParseTuple(args, "O", &connection)) {
        return -1;
    }
    Py_INCREF(connection);
    Py_XSETREF(self->connection, connection);
    return 0;
}
static void
cursor_dealloc(Cursor *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    Py_CLEAR(self->connection);
    Py_CLEAR(self->description);
    tp->tp_free(self);
    Py_DECREF(tp);
}
static PyType_Slot cursor_slots[] = {{Py_tp_init, cursor_init}, {Py_tp_dealloc, cursor_dealloc}, {0, NULL}};
static PyType_Spec cursor_spec = {"m.Cursor", sizeof(Cursor), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, cursor_slots}; //~ GC005

static void
row_dealloc(Row *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    Py_CLEAR(self->data);
    tp->tp_free(self);
    Py_DECREF(tp);
}
static PyType_Slot row_slots[] = {{Py_tp_dealloc, row_dealloc}, {0, NULL}};
static PyType_Spec row_spec = {"m.Row", sizeof(Row), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, row_slots}; //~ GC005

int
add_types(PyObject *m)
{
    PyObject *a = PyType_FromModuleAndSpec(m, &connection_spec, NULL);
    PyObject *b = PyType_FromModuleAndSpec(m, &cursor_spec, NULL);
    PyObject *c = PyType_FromModuleAndSpec(m, &row_spec, NULL);
    return a == NULL || b == NULL || c == NULL ? -1 : 0;
}
