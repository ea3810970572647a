/* State in C globals: an object, a struct of objects, a static local, a counter. */
#include <Python.h>

static PyObject *callback;
static struct {
    PyObject *first;
    PyObject *last;
} ends;
static long calls;

static PyObject *
set(PyObject *self, PyObject *arg)
{
    (void)self;
    calls++;
    Py_INCREF(arg);
    Py_XSETREF(callback, arg);
    ends.last = arg;
    if (ends.first == NULL) {
        ends.first = arg;
    }
    Py_RETURN_NONE;
}

static PyObject *
get(PyObject *self, PyObject *arg)
{
    static PyObject *previous;
    (void)self;
    calls++;
    if (previous == arg || callback == NULL) {
        return PyLong_FromLong(calls);
    }
    previous = arg;
    PyObject *result = ends.first == arg ? ends.last : callback;
    Py_INCREF(result);
    return result;
}

static PyMethodDef globals_methods[] = {
    {"set", set, METH_O, NULL},
    {"get", get, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef globals_module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "globals",
    .m_size = -1,
    .m_methods = globals_methods,
};

PyMODINIT_FUNC
PyInit_globals(void)
{
    return PyModule_Create(&globals_module);
}
