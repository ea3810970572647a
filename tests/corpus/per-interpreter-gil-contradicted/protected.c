/* Locks and atomics protect what is shared; thread-local and constant things are not shared. */
#include <Python.h>

static PyMutex lock; //~ ISO023
static _Atomic long hits;
static long by_builtin;
static const char *const names[] = {"a", "b"};
static _Thread_local PyObject *mine;
static PyMethodDef methods[2] = {{NULL, NULL, 0, NULL}};
static int never_written = 3; //~ ISO022

static PyObject *
call(PyObject *self, PyObject *arg)
{
    hits++;
    __atomic_fetch_add(&by_builtin, 1, 5);
    mine = arg;
    PyMutex_Lock(&lock);
    PyMutex_Unlock(&lock);
    return PyUnicode_FromString(names[never_written & 1]);
}

static int
spam_exec(PyObject *m)
{
    static PyMethodDef own[] = {{"call", call, METH_O, NULL}, {NULL, NULL, 0, NULL}};
    return PyModule_AddFunctions(m, own) + PyModule_AddFunctions(m, methods);
}

static PyModuleDef_Slot slots[] = {
    {Py_mod_exec, spam_exec},
#if PY_VERSION_HEX >= 0x030C0000
    {Py_mod_multiple_interpreters, Py_MOD_PER_INTERPRETER_GIL_SUPPORTED},
#endif
    {0, NULL},
};
static PyModuleDef module = {PyModuleDef_HEAD_INIT, "protected", NULL, 0, methods, slots};

PyMODINIT_FUNC PyInit_protected(void) { return PyModuleDef_Init(&module); }
