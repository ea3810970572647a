#include <Python.h>

#define SPAM_HEAD PyModuleDef_HEAD_INIT

extern const PyModuleDef *pointer;
static PyModuleDef empty;
static PyModuleDef designated = {.m_base = PyModuleDef_HEAD_INIT, .m_name = "spam"};
static PyModuleDef by_macro = {SPAM_HEAD, "spam"};

PyMODINIT_FUNC
PyInit_spam(void)
{
    static PyModuleDef local = {PyModuleDef_HEAD_INIT, "spam"};
    PyModuleDef copy = local;
    (void)copy.m_doc;
    return PyModuleDef_Init(&local);
}
