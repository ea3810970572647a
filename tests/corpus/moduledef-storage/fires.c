#include <Python.h>

static const PyModuleDef constant = {PyModuleDef_HEAD_INIT, "constant"}; //~ INIT010
static PyModuleDef without_header = {.m_name = "spam", .m_size = 0}; //~ INIT010
static PyModuleDef begins_with_name = {"spam", NULL, 0}; //~ INIT010

PyMODINIT_FUNC
PyInit_spam(void)
{
    PyModuleDef automatic = { //~ INIT005 INIT010
        PyModuleDef_HEAD_INIT,
        .m_name = "spam",
    };
    return PyModuleDef_Init(&automatic);
}
