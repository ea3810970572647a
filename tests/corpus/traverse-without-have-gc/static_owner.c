#include <Python.h>

/* One finding for one mistake: the slots say that the type was meant to be collected. */
typedef struct { PyObject_HEAD PyObject *owned; } Box;

static int
box_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(((Box *)self)->owned);
    return 0;
}

static void
box_dealloc(PyObject *self)
{
    Py_CLEAR(((Box *)self)->owned);
    Py_TYPE(self)->tp_free(self);
}

static PyObject *
box_set(PyObject *self, PyObject *value)
{
    Py_XSETREF(((Box *)self)->owned, Py_NewRef(value));
    Py_RETURN_NONE;
}

static PyMethodDef box_methods[] = {{"set", box_set, METH_O, NULL}, {NULL}};

static PyTypeObject Box_Type = { //~ ISO001 GC006
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.Box",
    .tp_basicsize = sizeof(Box),
    .tp_dealloc = box_dealloc,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE,
    .tp_traverse = box_traverse,
    .tp_methods = box_methods,
    .tp_new = PyType_GenericNew,
};

static int
exec(PyObject *module)
{
    return PyModule_AddType(module, &Box_Type);
}

static PyModuleDef_Slot slots[] = {
    {Py_mod_exec, exec},
    {0, NULL},
};
static struct PyModuleDef def = {PyModuleDef_HEAD_INIT, .m_name = "m", .m_size = 0, .m_slots = slots}; //~ INIT005

PyMODINIT_FUNC
PyInit_m(void)
{
    return PyModuleDef_Init(&def);
}
