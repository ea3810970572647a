/* The type of a module that another file fills. */
#include <Python.h>
#include "several.h"

PyObject *
new_label(const char *text)
{
    LabelObject *label = PyObject_New(LabelObject, &Label_Type);
    if (label == NULL)
        return NULL;
    label->text = PyUnicode_FromString(text);
    if (label->text == NULL) {
        Py_DECREF(label);
        return NULL;
    }
    return (PyObject *)label;
}

static void
label_dealloc(PyObject *self)
{
    Py_XDECREF(((LabelObject *)self)->text);
    PyObject_Free(self);
}

static PyObject *
label_again(PyObject *self, PyObject *ignored)
{
    const char *text = PyUnicode_AsUTF8(((LabelObject *)self)->text);
    return text == NULL ? NULL : new_label(text);
}

static PyObject *
label_str(PyObject *self)
{
    PyObject *text = ((LabelObject *)self)->text;
    Py_INCREF(text);
    return text;
}

static PyMethodDef label_methods[] = {
    {"again", label_again, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL}
};

PyTypeObject Label_Type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "several.Label",
    .tp_basicsize = sizeof(LabelObject),
    .tp_dealloc = label_dealloc,
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_methods = label_methods,
    .tp_str = label_str,
};

int
add_label(PyObject *module)
{
    if (PyType_Ready(&Label_Type) < 0)
        return -1;
    Py_INCREF(&Label_Type);
    if (PyModule_AddObject(module, "Label", (PyObject *)&Label_Type) < 0) {
        Py_DECREF(&Label_Type);
        return -1;
    }
    return 0;
}
