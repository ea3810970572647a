/* The size of the module is -1, however that is written: the import keeps a copy of the dict. */
#include <Python.h>
#define NO_STATE ((Py_ssize_t)-1)
enum { NONE = -1 };

static PyObject *Full; //~ ISO011
static PyObject *put(PyObject *module, PyObject *item) { PyErr_SetObject(Full, item); return NULL; }
static PyMethodDef kept_methods[] = {{"put", put, METH_O, NULL}, {NULL, NULL, 0, NULL}};
static struct PyModuleDef kept_module = {
    PyModuleDef_HEAD_INIT, .m_name = "kept", .m_size = (Py_ssize_t)-1, .m_methods = kept_methods,
};
static struct PyModuleDef other_module = {
    PyModuleDef_HEAD_INIT, .m_name = "kept", .m_size = NO_STATE, .m_methods = kept_methods,
};
static struct PyModuleDef third_module = {
    PyModuleDef_HEAD_INIT, .m_name = "kept", .m_size = NONE, .m_methods = kept_methods,
};

PyMODINIT_FUNC
PyInit_kept(void) //~ INIT001
{
#ifdef WITH_OTHER
    PyObject *module = PyModule_Create(&other_module);
#elif defined(WITH_THIRD)
    PyObject *module = PyModule_Create(&third_module);
#else
    PyObject *module = PyModule_Create(&kept_module);
#endif
    if (module == NULL) {
        return NULL;
    }
    Full = PyErr_NewException("kept.Full", NULL, NULL); //~ HT013
    if (Full == NULL || PyModule_AddObject(module, "Full", Full) < 0) { //~ ABI006
        Py_XDECREF(Full);
        Py_DECREF(module);
        return NULL;
    }
    return module;
}
