/* One reason of each kind, each in a module of its own would contradict the claim; here they are counted. */
#include <Python.h>

static PyStructSequence_Desc desc;
static PyTypeObject Sequence_Type; //~ ISO002
static PyObject sentinel; //~ ISO003
static PyObject *error; //~ ISO011
static PyTypeObject *heap_type; //~ ISO012
static PyObject *text; //~ ISO013
static PyObject *module_json; //~ ISO014
static struct { PyObject *a; } state; //~ ISO015
static PyInterpreterState *interpreter; //~ ISO020
static int count; //~ ISO020

static PyObject *
call(PyObject *self, PyObject *arg)
{
    static PyObject *cached; //~ ISO016
    static int calls; //~ ISO021
    calls++;
    count++;
    cached = PyDict_New();
    state.a = PyState_FindModule(NULL); //~ INIT009
    interpreter = PyInterpreterState_Get();
    return Py_NewRef(&sentinel);
}

static PyMethodDef methods[] = {{"call", call, METH_O, NULL}, {NULL, NULL, 0, NULL}};

static int
spam_exec(PyObject *m)
{
    PyStructSequence_InitType(&Sequence_Type, &desc);
    error = PyErr_NewException("m.E", NULL, NULL);
    heap_type = (PyTypeObject *)PyType_FromSpec(NULL);
    text = PyUnicode_InternFromString("text");
    module_json = PyImport_ImportModule("json");
    return 0;
}

static PyModuleDef_Slot slots[] = {
    {Py_mod_exec, spam_exec},
#if PY_VERSION_HEX >= 0x030C0000
    {Py_mod_multiple_interpreters, Py_MOD_PER_INTERPRETER_GIL_SUPPORTED}, //~ INIT006
#endif
    {0, NULL},
};
static PyModuleDef module = {PyModuleDef_HEAD_INIT, "each_reason", NULL, 0, methods, slots};

PyMODINIT_FUNC PyInit_each_reason(void) { return PyModuleDef_Init(&module); }
