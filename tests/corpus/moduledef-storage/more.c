#include <Python.h>

static PyModuleDef on_heap_holder;

static PyModuleDef *
make(void)
{
    PyModuleDef *made = PyMem_Malloc(sizeof(PyModuleDef));
    memset(made, 0, sizeof(PyModuleDef));
    return made;
}

PyMODINIT_FUNC
PyInit_created(void) //~ INIT001 INIT011
{
    struct PyModuleDef def = {PyModuleDef_HEAD_INIT, "created"}; //~ INIT010
    return PyModule_Create(&def);
}

PyMODINIT_FUNC
PyInit_from_spec(void) //~ INIT001
{
    PyModuleDef def; //~ INIT010
    memset(&def, 0, sizeof(def));
    def.m_name = "from_spec";
    return PyModule_Create2(&def, PYTHON_API_VERSION);
}

PyMODINIT_FUNC
PyInit_copied(void)
{
    static PyModuleDef kept; //~ ISO030
    PyModuleDef pattern = {PyModuleDef_HEAD_INIT, "copied"}; //~ INIT005
    kept = pattern;
    return PyModuleDef_Init(&kept);
}

PyModuleDef *
get(int which) //~ INIT017
{
    return which ? make() : &on_heap_holder;
}
