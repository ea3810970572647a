#include "point.h"

static PyObject *
check(PyObject *module, PyObject *args)
{
    PyObject *point;
    if (!PyArg_ParseTuple(args, "O!", &Point_Type, &point)) {
        return NULL;
    }
    return PyUnicode_FromString(Py_TYPE(point)->tp_name);
}

static PyMethodDef methods[] = {{"check", check, METH_VARARGS, NULL}, {NULL, NULL, 0, NULL}};

static int
exec(PyObject *m)
{
    Place_Type.tp_base = &Point_Type;
    if (PyType_Ready(&Place_Type) < 0) {
        return -1;
    }
    if (PyType_Ready(&Point_Type) < 0) {
        return -1;
    }
    Py_INCREF(&Point_Type);
    if (PyModule_AddObject(m, "Point", (PyObject *)&Point_Type) < 0) {
        return -1;
    }
    Py_INCREF(&Place_Type);
    return PyModule_AddObject(m, "Place", (PyObject *)&Place_Type);
}

static PyModuleDef_Slot slots[] = {{Py_mod_exec, exec}, {0, NULL}};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT, .m_name = "split", .m_methods = methods, .m_slots = slots,
};

PyMODINIT_FUNC
PyInit_split(void)
{
    return PyModuleDef_Init(&module);
}
