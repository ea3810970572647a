/* Line ends of two bytes, and joined lines inside of string literals. */
#include <Python.h>

static int calls; //~ ISO020

static const char doc[] =
"First, second,\n\
third: \"fourth\" - for all; this may {not} be read as code.\n\
\n\
";

#define TWO "a, \
b"

static PyObject *
f(PyObject *self, PyObject *args)
{
    int use = 0;

    use = PyTuple_GET_SIZE(args) > 0;
    calls += use;
    return PyUnicode_FromString(use ? doc : TWO);
}

static PyMethodDef methods[] = {{"f", f, METH_VARARGS, doc}, {NULL}};
static PyModuleDef_Slot slots[] = {{0, NULL}};
static PyModuleDef module = {PyModuleDef_HEAD_INIT, "m", doc, 0, methods, slots}; //~ INIT005

PyMODINIT_FUNC
PyInit_m(void)
{
    return PyModuleDef_Init(&module);
}
