/* What Py_mod_create returns is no module, and yet the definition has a state, hooks or an exec slot. */
#include <Python.h>

static int
spam_exec(PyObject *m)
{
    return PyModule_AddIntConstant(m, "answer", 42);
}

static PyObject *
create_dict(PyObject *spec, PyModuleDef *def)
{
    return PyDict_New();
}

static PyObject *
create_namespace(PyObject *spec, PyModuleDef *def)
{
    PyObject *made = PyUnicode_FromString("not a module");
    if (made == NULL) {
        return NULL;
    }
    return made;
}

static PyModuleDef_Slot slots[] = {
    {Py_mod_create, create_dict}, //~ INIT014
    {Py_mod_exec, spam_exec},
    {0, NULL},
};

static PyModuleDef_Slot sized_slots[] = {
    {Py_mod_create, create_namespace}, //~ INIT014
    {0, NULL},
};

static PyModuleDef module = {PyModuleDef_HEAD_INIT, .m_name = "create_result", .m_size = 0, .m_slots = slots}; //~ INIT005
static PyModuleDef sized = {PyModuleDef_HEAD_INIT, .m_name = "sized", .m_size = 8, .m_slots = sized_slots}; //~ INIT005

PyMODINIT_FUNC PyInit_create_result(void) { return PyModuleDef_Init(&module); } //~ INIT011
PyMODINIT_FUNC PyInit_sized(void) { return PyModuleDef_Init(&sized); }
