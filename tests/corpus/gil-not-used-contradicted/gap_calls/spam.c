#include "rt.h"

_unread(PyObject *data) { return 0; }

static int
fill(PyObject *Py_UNUSED(module))
{
    return rt_step() > 3 ? -1 : 0;
}

static PyModuleDef_Slot slots[] = {
    {Py_mod_exec, fill},
    {Py_mod_gil, Py_MOD_GIL_NOT_USED}, //~ FT006
    {0, NULL},
};
static PyModuleDef spam_module = {PyModuleDef_HEAD_INIT, .m_name = "spam", .m_slots = slots}; //~ INIT005

PyMODINIT_FUNC
PyInit_spam(void)
{
    return PyModuleDef_Init(&spam_module);
}
