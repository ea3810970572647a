/* The project's own names, names for the Pythons that have them, and those that the manual leads to. */
#include <Python.h>

static int
_PyUnicode_Own(PyObject *text)
{
    return text != NULL;
}

#define _Py_OWN_MACRO(x) (x)

#if PY_VERSION_HEX < 0x030D0000
static int
older(PyObject *list, PyObject *more)
{
    return _PyList_Extend((PyListObject *)list, more) == NULL;
}
#else
#define _PyObject_LookupAttr(o, name, out) PyObject_GetOptionalAttr(o, name, out)
#endif

static int
looked_up(PyObject *self, PyObject *name, PyObject **out)
{
#ifdef _PyDict_HasSplitTable
    return _PyDict_HasSplitTable(self);
#endif
#if PY_VERSION_HEX >= 0x030D0000
    return _PyObject_LookupAttr(self, name, out);
#endif
    return 0;
}

#ifdef WE_HAVE_READY
static int
ready(PyObject *text)
{
    return _PyUnicode_Ready(text);
}
#endif

#ifdef PYPY_VERSION
static int
of_another(PyObject *text)
{
    return _PyUnicode_Ready(text);
}
#endif

static int
smaller(PyObject **bytes)
{
    const char *words = "_PyUnicode_Ready"; /* _PyUnicode_Ready */
    PyMethodDef method = {"_PyUnicode_Ready", _PyCFunction_CAST(looked_up), METH_NOARGS, words}; //~ CALL002
    (void)method;
    return _PyBytes_Resize(bytes, _Py_OWN_MACRO(1)) + _PyUnicode_Own(*bytes);
}

void *keep[] = {smaller};
