/* The module of another project: its functions are used, its init function is not. */
#include <Python.h>

static PyMethodDef methods[] = {{NULL}};
static struct PyModuleDef proxy_def = {PyModuleDef_HEAD_INIT, "proxy", NULL, -1, methods};

PyMODINIT_FUNC PyInit_proxy(void)
{
    return PyModule_Create(&proxy_def);
}
