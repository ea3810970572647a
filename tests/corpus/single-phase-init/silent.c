#include <Python.h>

static int m_exec(PyObject *m) { return PyModule_AddIntConstant(m, "one", 1); }
static PyModuleDef_Slot slots[] = {
    {Py_mod_exec, m_exec},
#ifdef Py_mod_multiple_interpreters
    {Py_mod_multiple_interpreters, Py_MOD_PER_INTERPRETER_GIL_SUPPORTED},
#endif
    {0, NULL},
};
static PyModuleDef def = {PyModuleDef_HEAD_INIT, .m_name = "m", .m_size = 0, .m_slots = slots};

PyMODINIT_FUNC PyInit_plain(void) { return PyModuleDef_Init(&def); } //~ INIT011

/* Single-phase where it is not checked, or where a macro of the build decides. */
PyMODINIT_FUNC
PyInit_old(void)
{
#if PY_VERSION_HEX >= 0x03050000
    return PyModuleDef_Init(&def);
#else
    return PyModule_Create(&def);
#endif
}

PyMODINIT_FUNC
PyInit_open(void)
{
#ifdef MULTI_PHASE
    return PyModuleDef_Init(&def);
#else
    PyObject *m = PyModule_Create(&def); //~ INIT014
    return m;
#endif
}

static PyObject *init(PyModuleDef *d) { return PyModuleDef_Init(d); }
PyMODINIT_FUNC PyInit_helped(void) { return init(&def); }

/* Not an init function; a prototype. */
PyObject *make_module(void) { return PyModule_Create(&def); } //~ INIT014 INIT017
PyMODINIT_FUNC PyInit_elsewhere(void);

#ifdef PYPY_VERSION
PyMODINIT_FUNC PyInit_pypy(void) { return PyModule_Create(&def); }
#endif
