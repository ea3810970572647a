/* Slots and properties: static types, spec arrays, suites, definitions of modules. */
#include <Python.h>

typedef int32_t count_t;

static int long_len(PyObject *self) { return 3; }
static count_t short_len(PyObject *self) { return 3; }
static long old_hash(PyObject *self) { return 3; }
static PyObject *object_bool(PyObject *self) { Py_RETURN_TRUE; }
static PyObject *item(PyObject *self, int index) { return PyLong_FromLong(index); }
static PyObject *compare(PyObject *self, PyObject *other, PyObject *op) { return Py_NewRef(op); }
static int repr(PyObject *self) { return 0; }
static void init(PyObject *self, PyObject *args, PyObject *kwargs) {}
static PyObject *setting(PyObject *self, PyObject *value, void *closure) { return NULL; }
static PyObject *getting(PyObject *self, void *closure, void *more) { return more ? self : NULL; }
static double execute(PyObject *module) { return 0; }
static int exec_two(PyObject *module, PyObject *spec) { return spec == NULL; }

static PyNumberMethods number = {
    .nb_bool = (inquiry)object_bool, //~ CALL002
};
static PySequenceMethods sequence = {
    (lenfunc)long_len, //~ CALL002
    0, 0,
    (ssizeargfunc)item, //~ CALL002
};
static PyMappingMethods mapping = {
    (lenfunc)short_len, //~ CALL002
};

static PyGetSetDef properties[] = {
    {"setting", NULL, (setter)setting, NULL, NULL}, //~ CALL002
    {.name = "getting", .get = (getter)getting}, //~ CALL002
    {NULL}
};

static PyTypeObject Thing = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "spam.Thing",
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_as_number = &number,
    .tp_as_sequence = &sequence,
    .tp_as_mapping = &mapping,
    .tp_getset = properties,
    .tp_hash = (hashfunc)old_hash, //~ CALL002
    .tp_richcompare = (richcmpfunc)compare, //~ CALL002
};

static PyType_Slot slots[] = {
    {Py_tp_repr, repr}, //~ CALL002
    {Py_tp_init, (void *)init}, //~ CALL002
    {0, NULL}
};
static PyType_Spec spec = {"spam.Other", 0, 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, slots};

static int
exec(PyObject *module)
{
    PyObject *type = PyType_FromModuleAndSpec(module, &spec, NULL);
    if (type == NULL || PyType_Ready(&Thing) < 0) {
        return -1;
    }
    return PyModule_Add(module, "Other", type);
}

static PyModuleDef_Slot module_slots[] = {
    {Py_mod_exec, exec},
    {Py_mod_exec, execute}, //~ CALL002
    {Py_mod_exec, exec_two}, //~ CALL002
    {0, NULL}
};
static PyModuleDef def = {PyModuleDef_HEAD_INIT, "spam", NULL, 0, NULL, module_slots, NULL, NULL, NULL}; //~ INIT005

PyMODINIT_FUNC
PyInit_spam(void)
{
    return PyModuleDef_Init(&def);
}
