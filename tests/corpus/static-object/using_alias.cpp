#include <Python.h>

using Object = PyObject;
using ObjectPointer = PyObject *;
using TypeObject = PyTypeObject;
template <typename T> using Pair = T[2];

static Object *kept; //~ ISO010
static ObjectPointer list; //~ ISO010
static TypeObject Box_Type = {PyVarObject_HEAD_INIT(nullptr, 0) "spam.Box"}; //~ ISO001

PyObject *
keep(PyObject *module, PyObject *value)
{
    using Number = long;
    static Number calls; //~ ISO021
    calls++;
    Py_XSETREF(kept, Py_NewRef(value));
    list = PyList_New(0);
    if (PyModule_AddType(module, &Box_Type) < 0) {
        return nullptr;
    }
    Py_RETURN_NONE;
}
