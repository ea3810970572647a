/* In a single-phase module the look-up works; that the module is one is another finding. */
#include <Python.h>

static struct PyModuleDef mod_module;
#define find(def) PyState_FindModule(def)

static PyObject *
name(PyObject *self, PyObject *none)
{
    PyObject *module = PyState_FindModule(&mod_module);
    return module == NULL ? NULL : PyModule_GetNameObject(module);
}

static PyObject *
again(PyObject *self, PyObject *none)
{
    PyObject *module = find(&mod_module);
    return module == NULL ? NULL : PyModule_GetNameObject(module);
}

static PyMethodDef mod_methods[] = {{"name", name, METH_NOARGS, NULL}, {"again", again, METH_NOARGS, NULL}, {NULL}};
static struct PyModuleDef mod_module = {PyModuleDef_HEAD_INIT, .m_name = "mod", .m_methods = mod_methods};
PyMODINIT_FUNC PyInit_mod(void) { return PyModule_Create(&mod_module); } //~ INIT001
