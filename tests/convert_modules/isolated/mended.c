/* References that leak where they cannot be added: the rule that finds them knows what to do. */
#include <Python.h>

static PyModuleDef mended_module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "mended",
};

PyMODINIT_FUNC
PyInit_mended(void)
{
    PyObject *module = PyModule_Create(&mended_module);
    if (module == NULL)
        return NULL;

    PyObject *names = PyList_New(0);
    if (names == NULL) {
        Py_DECREF(module);
        return NULL;
    }
    PyModule_AddObject(module, "names", names);

    PyObject *error = PyErr_NewException("mended.Error", NULL, NULL);
    if (error == NULL) {
        Py_DECREF(module);
        return NULL;
    }
    Py_INCREF(error);
    PyModule_AddObject(module, "Error", error);
    Py_DECREF(error);
    return module;
}
