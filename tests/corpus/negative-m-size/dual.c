/* Slots and the negative size are in different branches. */
#include <Python.h>

static int exec_module(PyObject *m) { return PyModule_AddIntConstant(m, "one", 1); }

#if PY_VERSION_HEX >= 0x030C0000
static PyModuleDef_Slot slots[] = {{Py_mod_exec, exec_module}, {0, NULL}};
#endif

static PyModuleDef def = { //~ INIT005
    PyModuleDef_HEAD_INIT,
    "dual",
    NULL,
#if PY_VERSION_HEX >= 0x030C0000
    0,
    NULL,
    slots,
#else
    -1,
    NULL,
    NULL,
#endif
};

PyMODINIT_FUNC
PyInit_dual(void) //~ INIT001
{
#if PY_VERSION_HEX >= 0x030C0000
    return PyModuleDef_Init(&def);
#else
    PyObject *m = PyModule_Create(&def);
    if (m && exec_module(m) < 0) {
        return NULL;
    }
    return m;
#endif
}
