#include <Python.h>
#include <stdlib.h>

/* Nothing calls what gives them a value; what is left stores what they begin with. */
static long *ranges = NULL; //~ ISO020
static Py_ssize_t count = 0; //~ ISO020
static Py_ssize_t limit = 3; //~ ISO020

static void
add_range(long a)
{
    ranges = (long *)realloc(ranges, (count + 1) * sizeof(long));
    ranges[count++] = a;
    limit++;
}

static PyObject *
disable(PyObject *m, PyObject *a)
{
    if (ranges != NULL) {
        free(ranges);
        ranges = NULL;
    }
    count = 0;
    limit = 0;
    Py_RETURN_NONE;
}

static PyMethodDef methods[] = {{"disable", disable, METH_NOARGS, ""}, {NULL, NULL, 0, NULL}};
static PyModuleDef spam_module = {PyModuleDef_HEAD_INIT, "spam", "", 0, methods}; //~ INIT005

PyMODINIT_FUNC
PyInit_spam(void)
{
    return PyModuleDef_Init(&spam_module);
}
