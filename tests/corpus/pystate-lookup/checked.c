/* The three functions in a module of one phase: there they work. */
#include <Python.h>

static PyModuleDef module = {PyModuleDef_HEAD_INIT, "checked", NULL, 0, NULL};

PyObject *
find(void) //~ INIT017
{
    PyObject *found = PyState_FindModule(&module);
    if (found == NULL) {
        PyErr_SetString(PyExc_RuntimeError, "not imported");
        return NULL;
    }
    return Py_NewRef(found);
}

void
forget(void) //~ INIT017
{
    PyState_RemoveModule(&module);
}

#if PY_VERSION_HEX < 0x03080000
void
old(void)
{
    PyState_AddModule(NULL, &module);
}
#endif

PyMODINIT_FUNC
PyInit_checked(void) //~ INIT001
{
    PyObject *m = PyModule_Create(&module);
    if (m != NULL && PyState_AddModule(m, &module) < 0) {
        return NULL;
    }
    return m;
}
