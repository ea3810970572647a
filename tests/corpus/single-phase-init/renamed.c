/* The init function's name is made by a macro. */
#include <Python.h>

#if PY_MAJOR_VERSION >= 3
#define init_function PyInit_renamed
#define init_return(value) return (value)
#else
#define init_function initrenamed
#define init_return(value) return
#endif

static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "renamed", NULL, -1, NULL};

PyMODINIT_FUNC
init_function(void) //~ INIT001
{
    PyObject *m = PyModule_Create(&module);

    if (m == NULL)
        init_return(NULL);
    init_return(m);
}
