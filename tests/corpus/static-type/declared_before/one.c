/* Declared, then defined: one type, though C sees two tentative definitions. */
#include <Python.h>

static PyTypeObject Thing_Type; //~ ISO001
static PyTypeObject Thing_Type;

int
add_one(PyObject *module)
{
    Thing_Type.tp_name = "m.One";
    Thing_Type.tp_flags = Py_TPFLAGS_DEFAULT;
    return PyType_Ready(&Thing_Type);
}
