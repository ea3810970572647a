/* A type that is written over is told by the rule about that, in code and through the macro. */
#include <Python.h>

extern PyTypeObject *other;

static PyObject *
change(PyObject *module, PyObject *object)
{
    object->ob_type = other; //~ MUT002
    Py_TYPE(object) = other; //~ MUT002
    return PyBool_FromLong(object->ob_refcnt > 1); //~ ABI013
}

static PyMethodDef methods[] = {
    {"change", change, METH_O, NULL},
    {NULL},
};

static struct PyModuleDef_Slot slots[] = {
    {0, NULL},
};

static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, .m_name = "m", .m_methods = methods, .m_slots = slots}; //~ INIT005

PyMODINIT_FUNC
PyInit_m(void)
{
    return PyModuleDef_Init(&module);
}
