#include <Python.h>
#include "longintrepr.h" //~ ABI002

static struct PyModuleDef spam_module = {PyModuleDef_HEAD_INIT, .m_name = "spam"}; //~ INIT005

PyMODINIT_FUNC
PyInit_spam(void)
{
    return PyModuleDef_Init(&spam_module);
}
