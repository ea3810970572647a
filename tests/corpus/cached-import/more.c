#include <Python.h>

static PyObject *by_object; //~ ISO014
static PyObject *added; //~ ISO014
static PyObject *from_sys; //~ ISO014
static PyObject *nested; //~ ISO014
static PyObject *once; //~ ISO014
static PyObject *by_macro_one; //~ ISO014
static PyObject *of_argument; //~ ISO010
static PyObject *in_if; //~ ISO014

#define IMPORT(name) by_macro_##name = PyImport_ImportModule(#name)

int
import_all(PyObject *argument)
{
    static PyObject *local; //~ ISO016
    PyObject *package = PyImport_ImportModule("os");
    PyObject *path = PyObject_GetAttrString(package, "path");
    by_object = PyImport_Import(argument);
    added = PyImport_AddModule("__main__");
    from_sys = PySys_GetObject("modules");
    nested = PyObject_GetAttrString(path, "join");
    if (once == NULL) {
        once = PyImport_ImportModuleNoBlock("json"); //~ ABI005
    }
    IMPORT(one);
    of_argument = PyObject_GetAttrString(argument, "x");
    if ((in_if = PyObject_GetAttrString(package, "sep")) == NULL) {
        return -1;
    }
    local = PyImport_ImportModule("re");
    return 0;
}
