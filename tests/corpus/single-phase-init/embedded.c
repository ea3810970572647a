/* Built into a program of its own. */
#include <Python.h>

static PyModuleDef def = {PyModuleDef_HEAD_INIT, .m_name = "embedded", .m_size = 0};

static PyObject *
PyInit_embedded(void) //~ INIT001
{
    return PyModule_Create(&def);
}

int
main(void)
{
    PyImport_AppendInittab("embedded", PyInit_embedded);
    Py_Initialize();
    return 0;
}
