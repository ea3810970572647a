// A helper that sets an exception where it is used wrongly: a traverse does not take that path.
#include <Python.h>

typedef struct {
    PyObject_HEAD
    Py_ssize_t size;
    PyObject **items;
} Spam;

static PyObject *
item(Spam *spam, Py_ssize_t i)
{
    if (i < 0 || i >= spam->size) {
        PyErr_Format(PyExc_IndexError, "out of range: %zd", i);
        return NULL;
    }
    return spam->items[i];
}

static int
spam_traverse(PyObject *self, visitproc visit, void *arg)
{
    Spam *spam = (Spam *)self;
    Py_VISIT(Py_TYPE(self));
    for (Py_ssize_t i = 0; i < spam->size; i++)
        Py_VISIT(item(spam, i));
    return 0;
}

static PyType_Slot spam_slots[] = {
    {Py_tp_traverse, spam_traverse},
    {0, NULL},
};

PyType_Spec spam_spec = {"spam.Spam", sizeof(Spam), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, spam_slots};
