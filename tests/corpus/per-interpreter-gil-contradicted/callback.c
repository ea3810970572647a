/* A callback that attaches its thread to the main interpreter may do harm: no error. */
#include <Python.h>

static void
called_back(void *data)
{
    PyGILState_STATE state = PyGILState_Ensure(); //~ FT011
    PyObject *result = PyObject_CallNoArgs((PyObject *)data);
    Py_XDECREF(result);
    PyGILState_Release(state);
}

void library_register(void (*callback)(void *), void *data);

static PyObject *
listen(PyObject *module, PyObject *callable)
{
    library_register(called_back, Py_NewRef(callable));
    Py_RETURN_NONE;
}

static PyMethodDef methods[] = {{"listen", listen, METH_O, NULL}, {NULL, NULL, 0, NULL}};
static PyModuleDef_Slot slots[] = {
    {Py_mod_multiple_interpreters, Py_MOD_PER_INTERPRETER_GIL_SUPPORTED}, //~ INIT006
    {Py_mod_gil, Py_MOD_GIL_USED},
    {0, NULL},
};
static PyModuleDef module = {PyModuleDef_HEAD_INIT, .m_name = "callback", .m_methods = methods, .m_slots = slots};
PyMODINIT_FUNC PyInit_callback(void) { return PyModuleDef_Init(&module); }
