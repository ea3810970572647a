/* What is work, and what is none. */
#include <Python.h>

static int counter; //~ ISO020
static PyModuleDef def = {PyModuleDef_HEAD_INIT, .m_name = "more"}; //~ INIT005 ISO030

PyMODINIT_FUNC
PyInit_writes(void) //~ INIT011 INIT013
{
    counter = 1;
    return PyModuleDef_Init(&def);
}

PyMODINIT_FUNC
PyInit_sets_definition(void) //~ INIT013
{
    def.m_doc = "text";
    return PyModuleDef_Init(&def);
}

PyMODINIT_FUNC
PyInit_only_declares(void)
{
    PyModuleDef *d = &def;
    assert(d != NULL);
    Py_BUILD_ASSERT(sizeof(int) == 4);
    (void)counter;
    return PyModuleDef_Init(d);
}

PyMODINIT_FUNC
PyInit_guarded(void)
{
#ifdef PYPY_VERSION
    counter = 2;
#endif
    return PyModuleDef_Init(&def);
}
