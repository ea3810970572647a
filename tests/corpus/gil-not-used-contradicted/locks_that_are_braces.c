/* Where the GIL is there, the macros of a lock are a block; what a block alone stands for is no lock. */
#include <Python.h>

static int cache[8], other[8]; //~ ISO020 ISO020
#ifdef Py_GIL_DISABLED
static PyMutex mutex; //~ ISO023
#define BEGIN_LOCKED(op) PyMutex_Lock(&mutex)
#define END_LOCKED() PyMutex_Unlock(&mutex)
#else
#define BEGIN_LOCKED(op) {
#define END_LOCKED() }
#endif
#define BEGIN_BLOCK {
#define END_BLOCK }

static PyObject *
spam_put(PyObject *module, PyObject *number)
{
    long n = PyLong_AsLong(number);
    BEGIN_LOCKED(module);
    cache[n & 7] = (int)n;
    END_LOCKED();
    Py_RETURN_NONE;
}

static PyObject *
spam_other(PyObject *module, PyObject *number)
{
    BEGIN_BLOCK
    other[0]++;
    END_BLOCK
    Py_RETURN_NONE;
}

static PyMethodDef spam_methods[] = {
    {"put", spam_put, METH_O, NULL}, {"other", spam_other, METH_O, NULL}, {NULL, NULL, 0, NULL},
};
static PyModuleDef_Slot spam_slots[] = {{Py_mod_gil, Py_MOD_GIL_NOT_USED}, {0, NULL}}; //~ FT006
static PyModuleDef spam_module = {PyModuleDef_HEAD_INIT, "spam", NULL, 0, spam_methods, spam_slots}; //~ INIT005
PyMODINIT_FUNC PyInit_spam(void) { return PyModuleDef_Init(&spam_module); }
