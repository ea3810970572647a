#include <Python.h>
void store_go(void);
void depot_go(void);

static PyObject *go(PyObject *m, PyObject *a)
{
    store_go();
    depot_go();
    Py_RETURN_NONE;
}

static PyMethodDef methods[] = {{"go", go, METH_O, NULL}, {NULL}};
static PyModuleDef_Slot slots[] = {{0, NULL}};
static struct PyModuleDef def = {PyModuleDef_HEAD_INIT, "spam", NULL, 0, methods, slots}; //~ INIT005
PyMODINIT_FUNC PyInit_spam(void) { return PyModuleDef_Init(&def); }
