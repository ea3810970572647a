#include <Python.h>

static PyObject *
patch(PyObject *self, PyObject *code)
{
    PyCodeObject *co = (PyCodeObject *)code;
    co->co_consts = PyTuple_New(0); //~ MUT011
    Py_SETREF(co->co_names, PyTuple_New(0)); //~ MUT011
    Py_RETURN_NONE;
}

static PyObject *
patch_bytes(PyObject *self, PyObject *code)
{
    PyCodeObject *co = (PyCodeObject *)code;
    PyBytes_AS_STRING(co->co_code)[0] = 9; //~ MUT011
    char *lines = PyBytes_AsString(co->co_lnotab); //~ ABI011
    memset(lines, 0, 2); //~ MUT011
    Py_RETURN_NONE;
}

PyMethodDef methods[] = {
    {"patch", patch, METH_O, NULL},
    {"patch_bytes", patch_bytes, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};
