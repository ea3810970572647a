/* Macros among the specifiers whose text only the build knows. */
#include <Python.h>
#include "generated_config.h"

#define MY_NO_EXPORT MY_HIDDEN
#define OBJ PyObject

MY_NO_EXPORT PyTypeObject Plain_Type = { //~ ISO001 INIT017
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.Plain",
    .tp_flags = Py_TPFLAGS_DEFAULT,
};

static MY_ALIGNED PyTypeObject Aligned_Type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.Aligned",
};

MY_NO_EXPORT extern PyTypeObject Elsewhere_Type;
MY_NO_EXPORT PyTypeObject *pointer_to_type(void);

static OBJ MY_HIDDEN *cache; //~ ISO010

MY_NO_EXPORT PyObject *
get(PyObject *self, PyObject *args) //~ INIT017
{
    PyTypeObject on_stack = Plain_Type;

    (void)on_stack;
    cache = PyDict_New();
    return Py_NewRef(cache);
}

static PyMethodDef methods[] = {{"get", get, METH_VARARGS, NULL}, {NULL}};
static PyModuleDef_Slot slots[] = {{0, NULL}};
static PyModuleDef module = {PyModuleDef_HEAD_INIT, "m", NULL, 0, methods, slots}; //~ INIT005

PyMODINIT_FUNC PyInit_m(void) { return PyModuleDef_Init(&module); }
