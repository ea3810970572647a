// The lock is in a member among others, and its own methods have words that do not tell.
#include <Python.h>
#include <mutex>

class Gate {
public:
    void come() { mutex.lock(); }
    void go() { mutex.unlock(); }
private:
    std::mutex mutex;
};
struct Pool { int size; Gate gate; const char *name; };

static int served; //~ ISO020

static PyObject *
spam_serve(PyObject *module, PyObject *pool_of)
{
    Pool *pool = (Pool *)PyCapsule_GetPointer(pool_of, NULL);
    pool->gate.come();
    served++;
    pool->gate.go();
    return PyLong_FromLong(pool->size);
}

static PyMethodDef spam_methods[] = {{"serve", spam_serve, METH_O, NULL}, {NULL, NULL, 0, NULL}};
static PyModuleDef_Slot spam_slots[] = {
    {Py_mod_gil, Py_MOD_GIL_NOT_USED},
    {Py_mod_multiple_interpreters, Py_MOD_MULTIPLE_INTERPRETERS_NOT_SUPPORTED}, //~ INIT008
    {0, NULL},
};
static PyModuleDef spam_module = {
    PyModuleDef_HEAD_INIT, "spam", NULL, 0, spam_methods, spam_slots, NULL, NULL, NULL,
};

PyMODINIT_FUNC
PyInit_spam(void)
{
    return PyModuleDef_Init(&spam_module);
}
