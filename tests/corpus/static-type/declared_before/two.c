/* A type of the same name in another file is another type. */
#include <Python.h>

static PyTypeObject Thing_Type; //~ ISO001

int
add_two(PyObject *module)
{
    Thing_Type.tp_name = "m.Two";
    Thing_Type.tp_flags = Py_TPFLAGS_DEFAULT;
    return PyType_Ready(&Thing_Type);
}
