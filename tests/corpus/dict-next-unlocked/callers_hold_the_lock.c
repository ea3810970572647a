/* Every way to a walk counts by itself: under a lock, however far above, or with a dict that nobody else has. */
#include <Python.h>

static PyObject *
values_of(PyObject *dict)
{
    PyObject *key, *value, *out = PyList_New(0);
    Py_ssize_t pos = 0;
    while (out != NULL && PyDict_Next(dict, &pos, &key, &value)) {
        if (PyList_Append(out, value) < 0) {
            Py_CLEAR(out);
        }
    }
    return out;
}

static PyObject *
sorted_values(PyObject *dict)
{
    PyObject *list = values_of(dict);
    if (list != NULL && PyList_Sort(list) < 0) {
        Py_CLEAR(list);
    }
    return list;
}

static PyObject *
values_of_copy(PyObject *pairs)
{
    PyObject *out = NULL, *dict = PyDict_New();
    if (dict != NULL && PyDict_MergeFromSeq2(dict, pairs, 1) == 0) {
        out = values_of(dict);
    }
    Py_XDECREF(dict);
    return out;
}

static PyObject *
box_values(PyObject *self, PyObject *dict)
{
    PyObject *out = NULL;
    if (PyList_Check(dict)) {
        return values_of_copy(dict);
    }
    Py_BEGIN_CRITICAL_SECTION(dict);
    out = PyObject_IsTrue(self) ? sorted_values(dict) : values_of(dict);
    Py_END_CRITICAL_SECTION();
    return out;
}

/* One way without a lock is enough. */
static Py_ssize_t
count(PyObject *dict)
{
    PyObject *key, *value;
    Py_ssize_t pos = 0, found = 0;
    while (PyDict_Next(dict, &pos, &key, &value)) { //~ FT002
        found += value != Py_None;
    }
    return found;
}

static Py_ssize_t
count_twice(PyObject *dict)
{
    return 2 * count(dict);
}

static PyObject *
box_count(PyObject *self, PyObject *dict)
{
    Py_ssize_t found;
    Py_BEGIN_CRITICAL_SECTION(dict);
    found = count_twice(dict);
    Py_END_CRITICAL_SECTION();
    return PyLong_FromSsize_t(found);
}

static PyObject *
box_twice(PyObject *self, PyObject *dict)
{
    return PyLong_FromSsize_t(count_twice(dict));
}

PyMethodDef box_methods[] = {
    {"values", box_values, METH_O, NULL},
    {"count", box_count, METH_O, NULL},
    {"twice", box_twice, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};
