/* The build asks for the limited API of Python 3.11, perhaps not always. */
#include <Python.h>

#if defined(Py_LIMITED_API) && Py_LIMITED_API + 0 >= 0x030C0000
static int never_built;
#endif
#if !defined(Py_LIMITED_API) || Py_LIMITED_API + 0 >= 0x030B0000
static int always_built; //~ ISO020
#endif
#ifdef Py_LIMITED_API
static int built_with_it; //~ ISO020
#endif

static PyObject *
spam(PyObject *self, PyObject *arg)
{
#if defined(Py_LIMITED_API) && Py_LIMITED_API + 0 >= 0x030C0000
    never_built++;
#endif
#if !defined(Py_LIMITED_API) || Py_LIMITED_API + 0 >= 0x030B0000
    always_built++;
#endif
#ifdef Py_LIMITED_API
    built_with_it++;
#endif
    return PyLong_FromLong(1);
}

static PyMethodDef methods[] = {{"spam", spam, METH_O, NULL}, {NULL, NULL, 0, NULL}};
static PyModuleDef_Slot slots[] = {{0, NULL}};
static PyModuleDef module = {PyModuleDef_HEAD_INIT, "spam", NULL, 0, methods, slots}; //~ INIT005

PyMODINIT_FUNC PyInit_spam(void) { return PyModuleDef_Init(&module); }
