/* What contradicts the claim is there only where somebody builds with a switch that nothing turns on: no error. */
#include <Python.h>

#ifdef SPAM_INJECT_FAULTS
static int
inject(const char *name)
{
    static int faults; //~ ISO021
    PyGILState_STATE state = PyGILState_Ensure(); //~ FT011
    faults++;
    PyGILState_Release(state);
    return faults > 10;
}
#else
#define inject(name) 0
#endif

static PyObject *
spam_run(PyObject *module, PyObject *unused)
{
    if (inject("run")) {
        return NULL;
    }
    Py_RETURN_NONE;
}

static PyMethodDef spam_methods[] = {{"run", spam_run, METH_NOARGS, NULL}, {NULL}};
static PyModuleDef_Slot spam_slots[] = {
#if PY_VERSION_HEX >= 0x030C0000
    {Py_mod_multiple_interpreters, Py_MOD_PER_INTERPRETER_GIL_SUPPORTED}, //~ INIT006
#endif
    {0, NULL},
};
static struct PyModuleDef spam_module = {
    PyModuleDef_HEAD_INIT, .m_name = "spam", .m_methods = spam_methods, .m_slots = spam_slots};

PyMODINIT_FUNC
PyInit_spam(void)
{
    return PyModuleDef_Init(&spam_module);
}
