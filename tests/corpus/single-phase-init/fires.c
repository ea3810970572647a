#include <Python.h>

static PyModuleDef def = {PyModuleDef_HEAD_INIT, .m_name = "m", .m_size = 0}; //~ INIT005

PyMODINIT_FUNC PyInit_direct(void) { return PyModule_Create(&def); } //~ INIT001 INIT011

PyMODINIT_FUNC
PyInit_variable(void) //~ INIT001
{
    PyObject *m = PyModule_Create(&def);
    if (m == NULL)
        return NULL;
    if (PyModule_AddIntConstant(m, "one", 1) < 0) {
        Py_DECREF(m);
        return NULL;
    }
    return m;
}

static PyObject *
create(PyModuleDef *d)
{
    return PyModule_Create2(d, PYTHON_API_VERSION);
}
static PyObject *
outer(void)
{
    PyObject *m;
    m = create(&def);
    return m;
}
PyMODINIT_FUNC PyInit_helped(void) { return outer(); } //~ INIT001

#define CREATE(d) PyModule_Create(d)
PyMODINIT_FUNC PyInit_macro(void) { return CREATE(&def); } //~ INIT001

#define MOD_INIT(name) PyMODINIT_FUNC PyInit_##name(void)
MOD_INIT(named) //~ INIT001
{
    return PyModule_Create(&def);
}

PyMODINIT_FUNC PyInitU_utf(void) { return PyModule_New("utf"); } //~ INIT001

/* Multi-phase on newer Pythons only. */
PyMODINIT_FUNC
PyInit_both(void) //~ INIT001
{
#if PY_VERSION_HEX >= 0x030C0000
    return PyModuleDef_Init(&def);
#else
    return PyModule_Create(&def);
#endif
}
