/* The module of another project is taken in for its functions: nobody runs its own init function. */
#include "other/eggs.c"

static int
spam_exec(PyObject *module)
{
    PyObject *names = eggs_names();
    if (names == NULL) {
        return -1;
    }
    return PyModule_AddObject(module, "names", names); //~ ABI006 INIT016
}

static PyModuleDef_Slot spam_slots[] = {{Py_mod_exec, spam_exec}, {Py_mod_multiple_interpreters, Py_MOD_MULTIPLE_INTERPRETERS_NOT_SUPPORTED}, {0, NULL}}; //~ INIT008
static struct PyModuleDef spam_module = {PyModuleDef_HEAD_INIT, .m_name = "spam", .m_slots = spam_slots};

PyMODINIT_FUNC
PyInit_spam(void)
{
    return PyModuleDef_Init(&spam_module);
}
