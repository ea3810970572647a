#include <Python.h>

typedef struct { PyObject_HEAD int fd; } File;
typedef struct { long asked; } state;

static PyObject *
Asks_ask(PyObject *self, PyObject *unused)
{
    state *st = PyType_GetModuleState(Py_TYPE(self)); //~ HT002
    return st == NULL ? NULL : PyLong_FromLong(++st->asked);
}
static PyMethodDef Asks_methods[] = {{"ask", Asks_ask, METH_NOARGS}, {NULL}};

static PyObject *
Given_ask(PyObject *self, PyTypeObject *defining, PyObject *const *args, Py_ssize_t n, PyObject *names)
{
    state *st = PyType_GetModuleState(defining);
    return st == NULL ? NULL : PyLong_FromLong(++st->asked);
}
static PyMethodDef Given_methods[] = {{"ask", (PyCFunction)(void (*)(void))Given_ask, METH_METHOD | METH_FASTCALL | METH_KEYWORDS}, {NULL}};

static PyObject *
Final_ask(PyObject *self, PyObject *unused)
{
    state *st = PyType_GetModuleState(Py_TYPE(self));
    return st == NULL ? NULL : PyLong_FromLong(++st->asked);
}
static PyMethodDef Final_methods[] = {{"ask", Final_ask, METH_NOARGS}, {NULL}};

static PyType_Slot Asks_slots[] = {
    {Py_tp_methods, Asks_methods},
    {0, NULL},
};
static PyType_Spec Asks_spec = {"runs.Asks", sizeof(File), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_BASETYPE, Asks_slots};

static PyType_Slot Given_slots[] = {
    {Py_tp_methods, Given_methods},
    {0, NULL},
};
static PyType_Spec Given_spec = {"runs.Given", sizeof(File), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_BASETYPE, Given_slots};

static PyType_Slot Final_slots[] = {
    {Py_tp_methods, Final_methods},
    {0, NULL},
};
static PyType_Spec Final_spec = {"runs.Final", sizeof(File), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, Final_slots};

static int
add(PyObject *module, const char *name, PyObject *type)
{
    if (type == NULL) {
        PyErr_Clear();
        return PyModule_AddStringConstant(module, name, "refused");
    }
    return PyModule_AddObject(module, name, type); //~ ABI006
}

static int
runs_exec(PyObject *module)
{
    if (add(module, "Asks", PyType_FromModuleAndSpec(module, &Asks_spec, NULL)) < 0 ||
        add(module, "Given", PyType_FromModuleAndSpec(module, &Given_spec, NULL)) < 0 ||
        add(module, "Final", PyType_FromModuleAndSpec(module, &Final_spec, NULL)) < 0) {
        return -1;
    }
    return 0;
}

static PyModuleDef_Slot runs_module_slots[] = {
    {Py_mod_exec, runs_exec},
    {0, NULL},
};
static struct PyModuleDef runs_module = { //~ INIT005
    PyModuleDef_HEAD_INIT,
    .m_name = "runs",
    .m_size = sizeof(state),
    .m_slots = runs_module_slots,
};

PyMODINIT_FUNC
PyInit_runs(void)
{
    return PyModuleDef_Init(&runs_module);
}
