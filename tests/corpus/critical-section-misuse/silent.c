#include <Python.h>

PyObject *
keeps(PyObject *list)
{
    PyObject *first = NULL;
    Py_BEGIN_CRITICAL_SECTION(list);
    if (PyList_GET_SIZE(list) == 0) {
        goto done;
    }
    first = Py_NewRef(PyList_GET_ITEM(list, 0));
done:
    Py_END_CRITICAL_SECTION();
    return first;
}

PyObject *
label_in_front(PyObject *list)
{
    PyObject *first = NULL;
    Py_BEGIN_CRITICAL_SECTION(list);
    if (PyList_GET_SIZE(list) == 0) {
        goto done;
    }
    first = Py_NewRef(PyList_GET_ITEM(list, 0));
done:;
    Py_END_CRITICAL_SECTION();
    return first;
}

/* Loops and switches of its own. */
int
loops(PyObject *list)
{
    int empty = 0;
    Py_BEGIN_CRITICAL_SECTION(list);
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(list); i++) {
        if (PyList_GET_ITEM(list, i) == Py_None) {
            continue;
        }
        switch (i) {
        case 0:
            break;
        default:
            empty++;
        }
        if (empty > 3) {
            break;
        }
    }
    Py_END_CRITICAL_SECTION();
    return empty;
}

/* Only where there is a GIL: there the macros are braces. */
int
with_gil(PyObject *list)
{
    Py_BEGIN_CRITICAL_SECTION(list);
#ifndef Py_GIL_DISABLED
    return 0;
#endif
    Py_END_CRITICAL_SECTION();
    return 1;
}
