#include <Python.h>

static struct PyModuleDef spam_module = {PyModuleDef_HEAD_INIT, .m_name = "spam"}; //~ INIT005

PyObject *
PyInit_spam(void) //~ INIT012
{
    return PyModuleDef_Init(&spam_module);
}
