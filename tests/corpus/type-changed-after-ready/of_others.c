/* Types that are ready before the code of the module runs. */
#include <Python.h>

static destructor list_dealloc; //~ ISO020
static void patched(PyObject *self) { list_dealloc(self); }

PyObject *
patch(PyObject *module, PyObject *object)
{
    list_dealloc = PyList_Type.tp_dealloc;
    PyList_Type.tp_dealloc = patched; //~ HT017
    Py_TYPE(object)->tp_free = PyObject_Free; //~ HT017
    PyTypeObject *type = Py_TYPE(object);
    type->tp_dealloc = patched; //~ HT017
    type->tp_doc = "patched"; //~ MUT004
    type->tp_flags |= Py_TPFLAGS_SEQUENCE;
    Py_RETURN_NONE;
}

/* What the caller hands over may not be ready yet. */
int
finish(PyTypeObject *type)
{
    type->tp_dealloc = patched;
    type->tp_free = PyObject_Free;
    return PyType_Ready(type);
}

/* A copy that has not been made ready. */
int
derive(PyTypeObject *copy, PyObject *object)
{
    PyTypeObject *type = Py_TYPE(object);
    type = copy;
    type->tp_dealloc = patched;
    return PyType_Ready(copy);
}
