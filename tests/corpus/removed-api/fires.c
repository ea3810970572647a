/* Names that newer Pythons lack: functions, macros, types, constants. */
#include <Python.h>

#define OLD_SIZE(text) PyUnicode_GET_SIZE(text) //~ ABI005

static PyTraceInfo *info; //~ ABI005

static PyObject *
call(PyObject *self, PyObject *args)
{
    PyEval_CallObject(self, args); //~ ABI005
    PyEval_CallObject(self, NULL);
    if (PyUnicode_KIND(args) == PyUnicode_WCHAR_KIND) { //~ ABI005
        return PyLong_FromSsize_t(OLD_SIZE(args));
    }
    (void)info;
    return NULL;
}

#if PY_VERSION_HEX >= 0x030C0000
static PyObject *
newer(void)
{
    return PyImport_ImportModuleNoBlock("sys"); //~ ABI005
}
#endif

void *keep[] = {call};
