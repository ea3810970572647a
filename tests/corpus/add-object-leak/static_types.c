#include <Python.h>

static PyTypeObject One_Type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "static_types.One",
};

static PyTypeObject *const all_types[] = {&One_Type, NULL};

static int
add_types(PyObject *module)
{
    for (int i = 0; all_types[i] != NULL; i++) {
        PyTypeObject *type = all_types[i];
        PyObject *object = (PyObject *)type;
        PyObject *name = PyUnicode_FromString("name");
        if (PyType_Ready(type) < 0) {
            return -1;
        }
        Py_INCREF(object);
        if (PyModule_AddObject(module, type->tp_name + 13, object) < 0) { //~ ABI006
            return -1;
        }
        if (PyModule_AddObject(module, "name", name) < 0) { //~ INIT016
            return -1;
        }
    }
    return 0;
}

static PyModuleDef_Slot spam_slots[] = {
    {Py_mod_exec, add_types},
    {0, NULL},
};

static PyModuleDef spam_module = { //~ INIT005
    PyModuleDef_HEAD_INIT,
    .m_name = "static_types",
    .m_size = 0,
    .m_slots = spam_slots,
};

PyMODINIT_FUNC
PyInit_static_types(void)
{
    return PyModuleDef_Init(&spam_module);
}
