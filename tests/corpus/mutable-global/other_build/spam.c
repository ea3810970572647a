#include <Python.h>
void lib_go(void);
void lib_trace(void);
void lib_cache(void);

static PyObject *go(PyObject *m, PyObject *a)
{
    lib_go();
    lib_trace();
    lib_cache();
    Py_RETURN_NONE;
}

static PyMethodDef methods[] = {{"go", go, METH_O, NULL}, {NULL}};
static PyModuleDef_Slot slots[] = {{0, NULL}};
static struct PyModuleDef def = {PyModuleDef_HEAD_INIT, "spam", NULL, 0, methods, slots}; //~ INIT005
PyMODINIT_FUNC PyInit_spam(void) { return PyModuleDef_Init(&def); }
