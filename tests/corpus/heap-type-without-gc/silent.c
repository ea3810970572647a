#include <Python.h>

typedef struct { PyObject_HEAD int fd; } Plain;
typedef struct { PyObject_HEAD PyObject *text; } Text;
typedef struct { PyObject_HEAD PyObject *key; } Link;
typedef struct { PyObject_HEAD Link *root; } Chain;

static PyType_Slot plain_slots[] = {
    {0, NULL},
};
PyType_Spec plain_spec = {"m.plain", sizeof(Plain), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, plain_slots};

void text_set(Text *self, const char *s) { Py_XSETREF(self->text, PyUnicode_FromString(s)); self->text = PyUnicode_FromString(s); }

static void
text_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    Py_CLEAR(((Text *)self)->text);
    tp->tp_free(self);
    Py_DECREF(tp);
}

static PyType_Slot text_slots[] = {
    {Py_tp_dealloc, text_dealloc},
    {0, NULL},
};
PyType_Spec text_spec = {"m.text", sizeof(Text), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, text_slots};

static void
link_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    Py_CLEAR(((Link *)self)->key);
    tp->tp_free(self);
    Py_DECREF(tp);
}

static PyType_Slot link_slots[] = {
    {Py_tp_dealloc, link_dealloc},
    {0, NULL},
};
PyType_Spec link_spec = {"m.link", sizeof(Link), 0, Py_TPFLAGS_DEFAULT, link_slots};

static int
chain_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Link *link = ((Chain *)self)->root;
    Py_VISIT(link->key);
    return 0;
}

static PyType_Slot chain_slots[] = {
    {Py_tp_traverse, chain_traverse},
    {0, NULL},
};
PyType_Spec chain_spec = {"m.chain", sizeof(Chain), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, chain_slots};

static PyType_Slot number_slots[] = {
    {0, NULL},
};
PyType_Spec number_spec = {"m.number", sizeof(Plain), 0, Py_TPFLAGS_DEFAULT, number_slots};

PyObject *
make(PyObject *m)
{
    PyObject *bases = PyTuple_Pack(1, &PyLong_Type);
    return PyTuple_Pack(5, PyType_FromModuleAndSpec(m, &plain_spec, NULL), PyType_FromModuleAndSpec(m, &text_spec, NULL),
                        PyType_FromModuleAndSpec(m, &link_spec, NULL), PyType_FromModuleAndSpec(m, &chain_spec, NULL),
                        PyType_FromModuleAndSpec(m, &number_spec, bases));
}
