/* Single-phase, a static type, no state: everything that is shared between interpreters. */
#include <Python.h>

typedef struct {
    PyObject_HEAD
    double value;
} Cell;

static PyTypeObject Cell_Type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "shared.Cell",
    .tp_basicsize = sizeof(Cell),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_new = PyType_GenericNew,
};

static struct PyModuleDef shared_module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "shared",
    .m_size = -1,
};

PyMODINIT_FUNC
PyInit_shared(void)
{
    PyObject *module = PyModule_Create(&shared_module);
    if (module == NULL) {
        return NULL;
    }
    if (PyModule_AddType(module, &Cell_Type) < 0) {
        Py_DECREF(module);
        return NULL;
    }
    return module;
}
