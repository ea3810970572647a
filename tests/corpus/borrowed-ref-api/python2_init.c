/* The init function of a module of Python 2 runs once, too, where the project makes modules for it; other functions may
   be called so. */
#include <Python.h>

PyObject *Py_InitModule3(const char *name, PyMethodDef *methods, const char *doc);

static int version; //~ ISO020
static int level; //~ ISO020

PyMODINIT_FUNC
initspam(void)
{
    PyObject *module = Py_InitModule3("spam", NULL, NULL);
    PyModule_AddObject(module, "__builtins__", PyImport_AddModule("__builtin__")); //~ ABI006
    version = 3;
}

PyObject *
initlevel(void)
{
    level++;
    return PyImport_AddModule("levels"); //~ FT001
}
