#include <Python.h>

static PyObject *eggs_api;
static PyObject *eggs_cache; //~ ISO010
static struct PyModuleDef eggs_module = {PyModuleDef_HEAD_INIT, .m_name = "eggs", .m_size = -1};

static PyObject *
eggs_names(void)
{
    Py_XSETREF(eggs_cache, PyList_New(0));
    return Py_XNewRef(eggs_cache);
}

PyMODINIT_FUNC
PyInit_eggs(void)
{
    PyObject *module = PyModule_Create(&eggs_module);
    if (module == NULL) {
        return NULL;
    }
    eggs_api = PyCapsule_New("eggs", NULL, NULL);
    Py_XINCREF(eggs_api);
    PyModule_AddObject(module, "_api", eggs_api); //~ ABI006
    return module;
}
