/* A module of its own that looks into frames on purpose: ABI001 and ABI003 speak of that. */
#define Py_BUILD_CORE 1 //~ ABI003
#include <Python.h>
#include <internal/pycore_frame.h> //~ ABI001

static struct PyModuleDef_Slot slots[] = {
    {0, NULL},
};

static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, .m_name = "stacklets", .m_slots = slots}; //~ INIT005

PyMODINIT_FUNC
PyInit_stacklets(void)
{
    return PyModuleDef_Init(&module);
}
