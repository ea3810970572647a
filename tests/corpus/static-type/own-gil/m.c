#include <Python.h>

static PyTypeObject T_Type = {PyVarObject_HEAD_INIT(NULL, 0) .tp_name = "m.T"}; //~ ISO001

static int m_exec(PyObject *m) { return PyModule_AddType(m, &T_Type); }

static PyModuleDef_Slot m_slots[] = {
    {Py_mod_exec, m_exec},
#if PY_VERSION_HEX >= 0x030C0000
    {Py_mod_multiple_interpreters, Py_MOD_PER_INTERPRETER_GIL_SUPPORTED}, //~ INIT006
#endif
    {0, NULL},
};

static PyModuleDef m_def = {PyModuleDef_HEAD_INIT, .m_name = "m", .m_size = 0, .m_slots = m_slots};

PyMODINIT_FUNC PyInit_m(void) { return PyModuleDef_Init(&m_def); }
