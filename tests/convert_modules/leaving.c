/* Macros that leave the function that creates the module. */
#include <Python.h>

#define CREATED(value) return (value)

#define NUMBER(name, value) \
    if (PyModule_AddIntConstant(m, #name, value) < 0) { \
        Py_DECREF(m); \
        return NULL; \
    }

#define TEXT(module, name)                                       \
    do {                                                         \
        if (PyModule_AddStringConstant(module, #name, #name)) {  \
            Py_DECREF(module);                                   \
            return NULL;                                         \
        }                                                        \
    } while (0)

static PyModuleDef leaving = {PyModuleDef_HEAD_INIT, "leaving", NULL, 0, NULL};

PyMODINIT_FUNC
PyInit_leaving(void)
{
    PyObject *m = PyModule_Create(&leaving);
    if (m == NULL) {
        CREATED(NULL);
    }
    NUMBER(one, 1)
    NUMBER(two, 2)
    TEXT(m, three);
    TEXT(m, four);
    CREATED(m);
}
