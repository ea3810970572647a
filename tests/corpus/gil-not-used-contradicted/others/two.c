#include <Python.h>

static int counter; //~ ISO020

static PyObject *next(PyObject *self, PyObject *unused) { return PyLong_FromLong(counter++); }
static PyMethodDef methods[] = {{"next", next, METH_NOARGS, NULL}, {NULL}};
static PyModuleDef def = {PyModuleDef_HEAD_INIT, "two", NULL, -1, methods};

PyMODINIT_FUNC
PyInit_two(void) //~ INIT001
{
    PyObject *m = PyModule_Create(&def);
#if 0
    PyUnstable_Module_SetGIL(m, Py_MOD_GIL_NOT_USED);
#endif
    return m;
}
