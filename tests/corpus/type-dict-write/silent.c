#include <Python.h>

static PyTypeObject Box_Type = {PyVarObject_HEAD_INIT(NULL, 0).tp_name = "spam.Box"}; //~ ISO001

/* Before it is ready. */
int
box_ready(PyObject *value)
{
    Box_Type.tp_dict = PyDict_New();
    if (Box_Type.tp_dict == NULL || PyDict_SetItemString(Box_Type.tp_dict, "LIMIT", value) < 0) {
        return -1;
    }
    return PyType_Ready(&Box_Type);
}

int
attribute(PyTypeObject *type, PyObject *value)
{
    return PyObject_SetAttrString((PyObject *)type, "patched", value);
}

/* It only reads. */
int
has(PyTypeObject *type, PyObject *name)
{
    return PyDict_Contains(type->tp_dict, name); //~ ABI012
}

/* A copy. */
PyObject *
copy(PyTypeObject *type, PyObject *value)
{
    PyObject *dict = PyDict_Copy(type->tp_dict);
    if (dict != NULL && PyDict_SetItemString(dict, "more", value) < 0) {
        Py_CLEAR(dict);
    }
    return dict;
}
