/* The name of a module of CPython, and nothing that is CPython's own. */
#include <Python.h>

static struct PyModuleDef_Slot slots[] = {
    {0, NULL},
};

static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, .m_name = "_heapq", .m_slots = slots}; //~ INIT005

PyMODINIT_FUNC
PyInit__heapq(void)
{
    return PyModuleDef_Init(&module);
}
