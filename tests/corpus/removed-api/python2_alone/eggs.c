#include <Python.h>

/* Only Python 2 looks for this function, and has what it calls. */
static PyTypeObject Lock_Type = {PyVarObject_HEAD_INIT(NULL, 0) "eggs.Lock"};

static PyObject *
address(PyObject *self, PyObject *obj)
{
    void *p;
    Py_ssize_t n;
    if (PyObject_AsWriteBuffer(obj, &p, &n) < 0) {
        return NULL;
    }
    return PyLong_FromVoidPtr(p);
}

static PyMethodDef methods[] = {{"address", address, METH_O, ""}, {NULL, NULL, 0, NULL}};

PyMODINIT_FUNC
initeggs(void)
{
    PyObject *m = Py_InitModule("eggs", methods);
    if (m != NULL && PyType_Ready(&Lock_Type) == 0) {
        PyModule_AddObject(m, "Lock", Py_NewRef(&Lock_Type));
    }
}
