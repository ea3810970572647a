#include "other/proxy.c"

static PyModuleDef_Slot slots[] = {{0, NULL}};
static struct PyModuleDef spam_def = {PyModuleDef_HEAD_INIT, "spam", NULL, 0, methods, slots}; //~ INIT005

PyMODINIT_FUNC PyInit_spam(void)
{
    return PyModuleDef_Init(&spam_def);
}
