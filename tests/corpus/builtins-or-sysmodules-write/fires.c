#include <Python.h>

static PyObject *
install(PyObject *self, PyObject *function)
{
    if (PyDict_SetItemString(PyEval_GetBuiltins(), "len", function) < 0) { //~ MUT005
        return NULL;
    }
    Py_RETURN_NONE;
}

static PyObject *
install_attribute(PyObject *self, PyObject *function)
{
    PyObject *builtins = PyImport_ImportModule("builtins");
    if (builtins == NULL || PyObject_SetAttrString(builtins, "open", function) < 0) { //~ MUT005
        Py_XDECREF(builtins);
        return NULL;
    }
    Py_DECREF(builtins);
    Py_RETURN_NONE;
}

static PyObject *
pretend(PyObject *self, PyObject *module)
{
    PyObject *modules = PyImport_GetModuleDict();
    if (PyDict_SetItemString(modules, "json", module) < 0) { //~ MUT005
        return NULL;
    }
    PySys_SetObject("modules", modules); //~ MUT005
    Py_RETURN_NONE;
}

static PyObject *
patch_json(PyObject *self, PyObject *function)
{
    PyObject *json = PyImport_ImportModule("json");
    if (json == NULL || PyDict_SetItemString(PyModule_GetDict(json), "dumps", function) < 0) { //~ MUT005
        return NULL;
    }
    Py_RETURN_NONE;
}

static PyObject *
frame(PyObject *self, PyObject *frame)
{
    ((PyFrameObject *)frame)->f_trace = Py_NewRef(self); //~ MUT005 ABI010
    PyFrame_LocalsToFast((PyFrameObject *)frame, 0); //~ MUT005
    Py_RETURN_NONE;
}

PyMethodDef methods[] = {
    {"install", install, METH_O, NULL},
    {"install_attribute", install_attribute, METH_O, NULL},
    {"pretend", pretend, METH_O, NULL},
    {"patch_json", patch_json, METH_O, NULL},
    {"frame", frame, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};
