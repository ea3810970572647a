#include <Python.h>

static PyMethodDef methods[] = {
    {"spam", NULL, METH_NOARGS, "text"},
    {NULL, NULL, 0, NULL},
};

static PyMethodDef *current; //~ ISO020

static PyType_Spec spec = {"spam.Spam", 0, 0, Py_TPFLAGS_DEFAULT, NULL};

static char *kwlist[] = {"a", NULL};

const char *
spam_text(PyObject *args, PyObject *kwargs)
{
    PyMethodDef copy = methods[0];
    PyObject *a;
    copy.ml_doc = "the copy's own";
    current = methods;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "O", kwlist, &a)) {
        return NULL;
    }
    return spec.flags ? copy.ml_doc : methods[0].ml_doc;
}
