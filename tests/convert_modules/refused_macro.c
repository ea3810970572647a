/* A macro writes the definition; another one the function. */
#include <Python.h>

#define DEFINE(name) static struct PyModuleDef def = {PyModuleDef_HEAD_INIT, name, NULL, -1, NULL}
#define MOD_INIT(name) PyMODINIT_FUNC PyInit_##name(void)

DEFINE("refused_macro");

MOD_INIT(refused_macro)
{
    return PyModule_Create(&def);
}
