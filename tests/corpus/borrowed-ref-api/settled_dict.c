/* A dict that the import fills, and that nothing changes afterwards. */
#include <Python.h>

typedef struct {
    PyObject *made;    /* new, and only read */
    PyObject *constants; /* of a Python module, a constant by its name */
    PyObject *cache;   /* changed by a method */
    PyObject *given;   /* handed out */
    PyObject *registry; /* of a Python module, no constant */
} State;

static PyObject *
look(PyObject *module, PyObject *key)
{
    State *st = PyModule_GetState(module);
    PyObject *found = PyDict_GetItemWithError(st->made, key);
    if (found == NULL) {
        found = PyDict_GetItemWithError(st->constants, key);
    }
    return Py_XNewRef(found);
}

static PyObject *
look_in_cache(PyObject *module, PyObject *key)
{
    State *st = PyModule_GetState(module);
    PyObject *found = PyDict_GetItemWithError(st->cache, key); //~ FT001
    if (found == NULL && PyDict_SetItem(st->cache, key, key) < 0) {
        return NULL;
    }
    return Py_XNewRef(found);
}

static PyObject *
look_in_given(PyObject *module, PyObject *key)
{
    State *st = PyModule_GetState(module);
    return Py_XNewRef(PyDict_GetItemWithError(st->given, key)); //~ FT001
}

static PyObject *
look_in_registry(PyObject *module, PyObject *key)
{
    State *st = PyModule_GetState(module);
    return Py_XNewRef(PyDict_GetItemWithError(st->registry, key)); //~ FT001
}

static PyObject *
give(PyObject *module, PyObject *unused)
{
    State *st = PyModule_GetState(module);
    return Py_NewRef(st->given);
}

static int
exec(PyObject *module)
{
    State *st = PyModule_GetState(module);
    PyObject *tables = PyImport_ImportModule("spam.tables");
    if (tables == NULL) {
        return -1;
    }
    st->constants = PyObject_GetAttrString(tables, "_NAMES");
    st->registry = PyObject_GetAttrString(tables, "registry");
    Py_DECREF(tables);
    st->made = PyDict_New();
    st->cache = PyDict_New();
    st->given = PyDict_New();
    if (!st->made || !st->cache || !st->given || !st->constants || !st->registry) {
        return -1;
    }
    return PyDict_SetItemString(st->made, "spam", Py_None);
}

static int
traverse(PyObject *module, visitproc visit, void *arg)
{
    State *st = PyModule_GetState(module);
    Py_VISIT(st->made);
    Py_VISIT(st->constants);
    Py_VISIT(st->cache);
    Py_VISIT(st->given);
    Py_VISIT(st->registry);
    return 0;
}

static int
clear(PyObject *module)
{
    State *st = PyModule_GetState(module);
    Py_CLEAR(st->made);
    Py_CLEAR(st->constants);
    Py_CLEAR(st->cache);
    Py_CLEAR(st->given);
    Py_CLEAR(st->registry);
    return 0;
}

static void
free_module(void *module)
{
    clear(module);
}

static PyMethodDef methods[] = {
    {"look", look, METH_O, NULL},
    {"look_in_cache", look_in_cache, METH_O, NULL},
    {"look_in_given", look_in_given, METH_O, NULL},
    {"look_in_registry", look_in_registry, METH_O, NULL},
    {"give", give, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static PyModuleDef_Slot slots[] = {
    {Py_mod_exec, exec},
    {0, NULL},
};

static PyModuleDef spam = { //~ INIT005
    PyModuleDef_HEAD_INIT,
    .m_name = "spam",
    .m_size = sizeof(State),
    .m_methods = methods,
    .m_slots = slots,
    .m_traverse = traverse,
    .m_clear = clear,
    .m_free = free_module,
};

PyMODINIT_FUNC
PyInit_spam(void)
{
    return PyModuleDef_Init(&spam);
}
