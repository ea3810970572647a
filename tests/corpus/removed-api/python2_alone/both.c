#include <Python.h>

static PyObject *
address(PyObject *self, PyObject *obj)
{
    void *p;
    Py_ssize_t n;
    if (PyObject_AsWriteBuffer(obj, &p, &n) < 0) { //~ ABI005
        return NULL;
    }
    return PyLong_FromVoidPtr(p);
}

static PyMethodDef methods[] = {{"address", address, METH_O, ""}, {NULL, NULL, 0, NULL}};

#if PY_MAJOR_VERSION >= 3
static struct PyModuleDef both_module = {PyModuleDef_HEAD_INIT, "both", NULL, -1, methods};

PyMODINIT_FUNC
PyInit_both(void) //~ INIT001
{
    return PyModule_Create(&both_module);
}
#else
PyMODINIT_FUNC
initboth(void)
{
    Py_InitModule("both", methods);
}
#endif
