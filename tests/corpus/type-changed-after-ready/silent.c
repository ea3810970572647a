#include <Python.h>

static PyTypeObject Spam_Type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.Spam",
};
static PyTypeObject Ham_Type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.Ham",
};

/* Before; and on another branch than the call. */
int
add_spam(PyObject *module, int early)
{
    Spam_Type.tp_base = &PyList_Type;
    if (early) {
        if (PyType_Ready(&Ham_Type) < 0) {
            return -1;
        }
    } else {
        Ham_Type.tp_base = &PyList_Type;
    }
    if (PyType_Ready(&Spam_Type) < 0) {
        return -1;
    }
    /* Fields and flags that nothing is inherited by. */
    Spam_Type.tp_doc = "a list";
    Spam_Type.tp_flags &= ~Py_TPFLAGS_HEAPTYPE;
    return PyModule_AddObjectRef(module, "Spam", (PyObject *)&Spam_Type);
}
