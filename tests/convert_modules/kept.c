/* A variable outside of the function keeps the module. */
#include <Python.h>

static PyObject *module_object;

static PyObject *
get(PyObject *self, PyObject *args)
{
    return PyObject_GetAttrString(module_object, "answer");
}

static PyMethodDef methods[] = {{"get", get, METH_NOARGS, NULL}, {NULL, NULL, 0, NULL}};

static struct PyModuleDef def = {PyModuleDef_HEAD_INIT, "kept", NULL, -1, methods};

PyMODINIT_FUNC PyInit_kept(void)
{
    module_object = PyModule_Create(&def);
    if (module_object == NULL)
        return NULL;
    if (PyModule_AddIntConstant(module_object, "answer", 42) < 0) {
        Py_DECREF(module_object);
        return NULL;
    }
    return module_object;
}
