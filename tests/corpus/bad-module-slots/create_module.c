/* A module, something unknown, or something else without state, hooks and exec slots. */
#include <Python.h>

static int
spam_exec(PyObject *m)
{
    return PyModule_AddIntConstant(m, "answer", 42);
}

static PyObject *
create_module(PyObject *spec, PyModuleDef *def)
{
    PyObject *name = PyObject_GetAttrString(spec, "name");
    PyObject *module = PyModule_NewObject(name);
    Py_XDECREF(name);
    return module;
}

static PyObject *
create_unknown(PyObject *spec, PyModuleDef *def)
{
    return PyObject_CallNoArgs(spec);
}

static PyObject *
create_dict(PyObject *spec, PyModuleDef *def)
{
    return PyDict_New();
}

static PyModuleDef_Slot slots[] = {{Py_mod_create, create_module}, {Py_mod_exec, spam_exec}, {0, NULL}};
static PyModuleDef_Slot unknown_slots[] = {{Py_mod_create, create_unknown}, {Py_mod_exec, spam_exec}, {0, NULL}};
static PyModuleDef_Slot bare_slots[] = {{Py_mod_create, create_dict}, {0, NULL}};

static PyModuleDef module = {PyModuleDef_HEAD_INIT, .m_name = "create_module", .m_size = 0, .m_slots = slots}; //~ INIT005
static PyModuleDef unknown = {PyModuleDef_HEAD_INIT, .m_name = "unknown", .m_size = 8, .m_slots = unknown_slots}; //~ INIT005
static PyModuleDef bare = {PyModuleDef_HEAD_INIT, .m_name = "bare", .m_size = 0, .m_slots = bare_slots}; //~ INIT005

PyMODINIT_FUNC PyInit_create_module(void) { return PyModuleDef_Init(&module); } //~ INIT011
PyMODINIT_FUNC PyInit_unknown(void) { return PyModuleDef_Init(&unknown); }
PyMODINIT_FUNC PyInit_bare(void) { return PyModuleDef_Init(&bare); }
