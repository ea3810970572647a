/* What fails before the module is created ends at the same label. */
#include <Python.h>
#include <stdlib.h>

static PyModuleDef def = {PyModuleDef_HEAD_INIT, "early"};

PyMODINIT_FUNC
PyInit_early(void)
{
    PyObject *m = NULL;

    if (getenv("EARLY_FAIL")) {
        PyErr_SetString(PyExc_RuntimeError, "as asked");
        goto done;
    }
    m = PyModule_Create(&def);
    if (m == NULL)
        goto done;
    if (PyModule_AddStringConstant(m, "word", "early") < 0)
        Py_CLEAR(m);
done:
    return m;
}
