#include <Python.h>

static PyObject *json; //~ ISO014
static PyObject *dumps; //~ ISO014
static PyObject *modules; //~ ISO014
static PyObject *builtins; //~ ISO014

int
import_all(void)
{
    PyObject *module = PyImport_ImportModule("json");
    json = PyImport_ImportModule("json");
    dumps = PyObject_GetAttrString(module, "dumps");
    modules = PyImport_GetModuleDict();
    builtins = PyEval_GetBuiltins();
    return json && dumps && modules && builtins ? 0 : -1;
}
