// A macro writes the definition: the module's single phase is one finding, the number in the macro another.
#include <Python.h>

#if PY_MAJOR_VERSION >= 3
#define NEW_MODULE(name, table) \
    static struct PyModuleDef def = {PyModuleDef_HEAD_INIT, name, NULL, -1, table}; \
    PyObject *module = PyModule_Create(&def);
#define DONE(module) module
#else
#define NEW_MODULE(name, table) PyObject *module = Py_InitModule(name, table);
#define DONE(module)
#endif

static PyMethodDef by_macro_methods[] = {{NULL, NULL, 0, NULL}};

PyMODINIT_FUNC
PyInit_by_macro(void) //~ INIT001
{
    NEW_MODULE("by_macro", by_macro_methods) //~ INIT002
    return DONE(module);
}
