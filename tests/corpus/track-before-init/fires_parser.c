#include <Python.h>

// A parser object: tracked right after its allocation, with the fields set behind calls that may start a collection.
typedef struct { PyObject_HEAD void *itself; PyObject *intern; PyObject **handlers; } Parser;
typedef struct { PyTypeObject *Parser_Type; } state;
static int
parser_traverse(Parser *op, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(op));
    Py_VISIT(op->intern);
    return 0;
}
static int parser_clear(Parser *op) { Py_CLEAR(op->intern); return 0; }
PyObject *
new_parser(state *st, PyObject *intern)
{
    Parser *self = PyObject_GC_New(Parser, st->Parser_Type);
    if (self == NULL) {
        return NULL;
    }
    PyObject_GC_Track(self); //~ GC016
    self->itself = NULL;
    self->handlers = NULL;
    PyObject *copy = PyDict_New();
    if (copy == NULL) {
        Py_DECREF(self);
        return NULL;
    }
    self->intern = copy;
    return (PyObject *)self;
}
static PyType_Slot parser_slots[] = {{Py_tp_traverse, parser_traverse}, {Py_tp_clear, parser_clear}, {0, NULL}};
static PyType_Spec parser_spec = {"m.Parser", sizeof(Parser), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, parser_slots};
int
m_exec(PyObject *m, state *st)
{
    st->Parser_Type = (PyTypeObject *)PyType_FromModuleAndSpec(m, &parser_spec, NULL);
    return st->Parser_Type == NULL ? -1 : 0;
}
