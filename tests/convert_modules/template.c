/* A macro names the init function; what fills the module is kept by several modules in one text. */
#include <Python.h>

#define INITMODULE PyInit_template

static struct PyModuleDef moduledef = {
    PyModuleDef_HEAD_INIT,
    .m_name = "template",
    .m_size = -1,
    .m_doc = "one text",
};

PyObject *
module_init(void)
{
    PyObject *module, *dict;

    module = PyModule_Create(&moduledef);
    if (!module)
        return NULL;
    dict = PyModule_GetDict(module);
    if (PyDict_SetItemString(dict, "itself", module) < 0)
        return NULL;
    return module;
}

PyMODINIT_FUNC INITMODULE(void)
{
    return module_init();
}
