/* Labels and branches: which returns are surely behind the creation. */
#include <Python.h>

static struct PyModuleDef def = {PyModuleDef_HEAD_INIT, "spam", NULL, -1};
static struct PyModuleDef old = {PyModuleDef_HEAD_INIT, "eggs", NULL, -1};

/* Both ways lead to the label: the module may not be there. */
PyMODINIT_FUNC
PyInit_spam(void) //~ INIT001 INIT011
{
    PyObject *m = NULL;
    if (!ready())
        goto fail;
    m = PyModule_Create(&def);
    if (m == NULL)
        return NULL;
    if (more() < 0)
        goto fail;
    return m;
fail:
    return NULL;
}

/* Only what runs behind the creation comes there. */
PyMODINIT_FUNC
PyInit_eggs(void) //~ INIT001
{
    PyObject *m = PyModule_Create(&old);
    if (m == NULL)
        return NULL;
    if (more() < 0)
        goto fail;
    return m;
fail:
    return NULL; //~ INIT018
}

/* Not compiled in where the module is created. */
PyMODINIT_FUNC
PyInit_ham(void) //~ INIT001
{
#if PY_VERSION_HEX >= 0x03060000
    PyObject *m = PyModule_Create(&def);
    if (m == NULL)
        return NULL;
#else
    if (more() < 0)
        return NULL;
    PyObject *m = 0;
#endif
#if PY_VERSION_HEX < 0x03000000
    if (more() < 0)
        return NULL;
#endif
    return m;
}

/* A variable that lasts holds it. */
PyMODINIT_FUNC
PyInit_last(void) //~ INIT001
{
    static PyObject *m; //~ ISO016
    m = PyModule_Create(&def);
    if (m == NULL)
        return NULL;
    if (more() < 0)
        return NULL;
    return m;
}

/* Made twice, and known by another name. */
PyMODINIT_FUNC
PyInit_twice(void) //~ INIT001
{
    PyObject *m = PyModule_Create(&def);
    PyObject *other = m;
    if (m == NULL)
        return NULL;
    if (more() < 0) {
        Py_DECREF(other);
        return NULL;
    }
    return m;
}

/* Left for no Python that is checked; a label that another goto leads to; a loop. */
PyMODINIT_FUNC
PyInit_more(void) //~ INIT001
{
    if (!ready())
        goto none;
again:
    (void)0;
    PyObject *m = PyModule_Create(&def);
    if (m == NULL)
        return NULL;
#if PY_VERSION_HEX < 0x03000000
    return NULL;
#endif
    if (more() < 0)
        goto fail;
    if (more() == 3)
        goto again;
    return m;
fail:
    return NULL; //~ INIT018
none:
    return NULL;
}
