#include <Python.h>

PyObject *
returns(PyObject *list)
{
    Py_BEGIN_CRITICAL_SECTION(list);
    if (PyList_GET_SIZE(list) == 0) {
        return NULL; //~ FT003
    }
    Py_END_CRITICAL_SECTION();
    return PyList_GetItemRef(list, 0);
}

int
jumps(PyObject *list)
{
    int result = -1;
    Py_BEGIN_CRITICAL_SECTION(list);
    if (PyList_GET_SIZE(list) == 0) {
        goto out; //~ FT003
    }
    result = 0;
    Py_END_CRITICAL_SECTION();
out:
    return result;
}

int
breaks(PyObject **lists, int count)
{
    for (int i = 0; i < count; i++) {
        Py_BEGIN_CRITICAL_SECTION(lists[i]);
        if (PyList_GET_SIZE(lists[i]) == 0) {
            break; //~ FT003
        }
        Py_END_CRITICAL_SECTION();
    }
    return 0;
}

int
goes_on(PyObject **lists, int count)
{
    int full = 0;
    for (int i = 0; i < count; i++) {
        Py_BEGIN_CRITICAL_SECTION2(lists[i], lists[0]);
        if (PyList_GET_SIZE(lists[i]) == 0) {
            continue; //~ FT003
        }
        full++;
        Py_END_CRITICAL_SECTION2();
    }
    return full;
}

void
other_end(PyObject *a, PyObject *b)
{
    Py_BEGIN_CRITICAL_SECTION2(a, b);
    PyList_Append(a, b);
    Py_END_CRITICAL_SECTION(); //~ FT003
}

/* Said once, of the inner section. */
int
nested(PyObject *a, PyObject *b)
{
    Py_BEGIN_CRITICAL_SECTION(a);
    Py_BEGIN_CRITICAL_SECTION(b);
    if (PyList_GET_SIZE(b) == 0) {
        return -1; //~ FT003
    }
    Py_END_CRITICAL_SECTION();
    Py_END_CRITICAL_SECTION();
    return 0;
}
