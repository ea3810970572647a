/* A type shares the table of the module: what its function gets first is the module or an object. */
#include <Python.h>

static PyObject *last;

static PyObject *
get(PyObject *self, PyObject *args)
{
    return Py_NewRef(last ? last : Py_None);
}

static PyMethodDef methods[] = {{"get", get, METH_NOARGS, NULL}, {NULL, NULL, 0, NULL}};

static PyType_Slot thing_slots[] = {{Py_tp_methods, methods}, {0, NULL}};
static PyType_Spec thing_spec = {"shared_table.Thing", sizeof(PyObject), 0, Py_TPFLAGS_DEFAULT, thing_slots};

static int
fill(PyObject *module)
{
    last = PyUnicode_FromString("last");
    if (last == NULL)
        return -1;
    PyObject *type = PyType_FromModuleAndSpec(module, &thing_spec, NULL);
    return type == NULL ? -1 : PyModule_AddType(module, (PyTypeObject *)type);
}

static PyModuleDef_Slot slots[] = {{Py_mod_exec, fill}, {0, NULL}};

static struct PyModuleDef def = {PyModuleDef_HEAD_INIT, "shared_table", NULL, 0, methods, slots};

PyMODINIT_FUNC
PyInit_shared_table(void)
{
    return PyModuleDef_Init(&def);
}
