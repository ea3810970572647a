#include <Python.h>

static PyTypeObject Box_Type = {PyVarObject_HEAD_INIT(NULL, 0).tp_name = "spam.Box"}; //~ ISO001

int
patch(PyObject *object, PyObject *value)
{
    return PyDict_SetItemString(Py_TYPE(object)->tp_dict, "patched", value); //~ MUT003
}

int
patch_new(PyTypeObject *type, PyObject *value)
{
    PyObject *dict = PyType_GetDict(type);
    int result = PyDict_SetItemString(dict, "patched", value); //~ MUT003
    Py_DECREF(dict);
    return result;
}

/* A warning: the interpreter is told. */
int
patch_and_tell(PyTypeObject *type, PyObject *name)
{
    int result = PyDict_DelItem(type->tp_dict, name); //~ MUT003
    PyType_Modified(type);
    return result;
}

int
too_late(PyObject *value)
{
    if (PyType_Ready(&Box_Type) < 0) {
        return -1;
    }
    return PyDict_SetItemString(Box_Type.tp_dict, "LIMIT", value); //~ MUT003
}

void
by_hand(PyTypeObject *type)
{
    type->tp_flags &= ~Py_TPFLAGS_VALID_VERSION_TAG; //~ MUT003
}

/* A warning: hardly anybody has seen the type. */
int
made_ready_above(PyTypeObject *type, PyObject *value)
{
    if (PyType_Ready(type) < 0) {
        return -1;
    }
    return PyDict_SetItemString(type->tp_dict, "LIMIT", value); //~ MUT003
}
