/* The module is created inside of a test, behind other work, and says that it needs no GIL. */
#include <Python.h>

typedef struct {
    PyObject_HEAD
    int x;
} Point;

static PyTypeObject PointType = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "in_test.Point",
    .tp_basicsize = sizeof(Point),
    .tp_flags = Py_TPFLAGS_DEFAULT,
};

static PyModuleDef in_testmodule = {
    .m_base = PyModuleDef_HEAD_INIT,
    .m_name = "in_test",
    .m_size = -1,
};

PyMODINIT_FUNC
PyInit_in_test(void)
{
    PyObject *m;

    PointType.tp_new = PyType_GenericNew;
    if (PyType_Ready(&PointType) < 0)
        return NULL;

    if ((m = PyModule_Create(&in_testmodule)) == NULL)
        return NULL;
#ifdef Py_GIL_DISABLED
    if (PyUnstable_Module_SetGIL(m, Py_MOD_GIL_NOT_USED) < 0)
        return NULL;
#endif

    Py_INCREF(&PointType);
    return PyModule_AddObject(m, "Point", (PyObject *)&PointType) < 0 ? NULL : m;
}
