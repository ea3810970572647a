#include <Python.h>

static PyObject *
rebind(PyObject *self, PyObject *func)
{
    PyObject *globals = PyDict_New();
    ((PyFunctionObject *)func)->func_globals = globals; //~ MUT001
    Py_RETURN_NONE;
}

static PyObject *
recode(PyObject *self, PyObject *args)
{
    PyFunctionObject *func;
    PyObject *code;
    if (!PyArg_ParseTuple(args, "O!O!", &PyFunction_Type, &func, &PyCode_Type, &code)) {
        return NULL;
    }
    Py_SETREF(func->func_code, Py_NewRef(code)); //~ MUT001
    Py_CLEAR(func->func_defaults); //~ MUT001
    Py_RETURN_NONE;
}

PyMethodDef methods[] = {
    {"rebind", rebind, METH_O, NULL},
    {"recode", recode, METH_VARARGS, NULL},
    {NULL, NULL, 0, NULL},
};
