#include <Python.h>

/* A function of the project's own kind. */
typedef struct { PyObject_HEAD PyObject *func_globals; PyObject *func_dict; } MyFunction;

PyObject *
mine(MyFunction *func, PyObject *globals)
{
    func->func_globals = Py_NewRef(globals);
    return Py_NewRef((PyObject *)func);
}

/* Made here: nobody has called it yet. */
PyObject *
make(PyObject *code, PyObject *globals, PyObject *closure)
{
    PyObject *func = PyFunction_New(code, globals);
    if (func != NULL) {
        ((PyFunctionObject *)func)->func_closure = Py_NewRef(closure); //~ ABI012
    }
    return func;
}

PyObject *
read(PyObject *func)
{
    return Py_NewRef(((PyFunctionObject *)func)->func_globals); //~ ABI012
}

int
set(PyObject *func, PyObject *defaults)
{
    return PyFunction_SetDefaults(func, defaults);
}
