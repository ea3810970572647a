#include <Python.h>

static struct PyModuleDef spam_module = {PyModuleDef_HEAD_INIT, "spam", NULL, 0, NULL};
static struct PyModuleDef other = {PyModuleDef_HEAD_INIT, "other", NULL, 0, NULL}; //~ ISO030

void rename_it(PyModuleDef *def);

PyMODINIT_FUNC
PyInit_spam(void) //~ INIT013
{
    rename_it(&other);
    return PyModuleDef_Init(&spam_module);
}
