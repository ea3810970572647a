/* Code that sets what a type is by a pointer to it, before it is made ready. */
#include <Python.h>

static PyTypeObject Macro_Type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "based.Macro",
    .tp_flags = Py_TPFLAGS_DEFAULT,
};

static PyTypeObject Pointer_Type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "based.Pointer",
    .tp_flags = Py_TPFLAGS_DEFAULT,
};

#define READY(T, BASE)                \
    do {                              \
        PyTypeObject *type = (T);     \
        type->tp_base = (BASE);       \
        if (PyType_Ready(type) < 0) { \
            return NULL;              \
        }                             \
    } while (0)

static PyObject *
pointer(PyObject *module)
{
    PyTypeObject *type = &Pointer_Type;
    type->tp_base = &PyList_Type;
    if (PyType_Ready(type) < 0 || PyModule_AddType(module, type) < 0) {
        return NULL;
    }
    return module;
}

static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "based", NULL, -1, NULL};

PyMODINIT_FUNC
PyInit_based(void)
{
    PyObject *m = PyModule_Create(&module);
    if (m == NULL) {
        return NULL;
    }
    READY(&Macro_Type, &PyDict_Type);
    return pointer(m);
}
