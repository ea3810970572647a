// A macro with the name of the function that it calls: the call is that of the function.
#include <Python.h>

#ifdef INJECT_FAULTS
#define PyModule_Create2(...) ({ int r_ = control(); r_ ? NULL : PyModule_Create2(__VA_ARGS__); })
#define PyStructSequence_InitType2(...) ({ int r_ = control(); if (!r_) r_ = PyStructSequence_InitType2(__VA_ARGS__); r_; })
#endif

static PyStructSequence_Field fields[] = {{"a", "a"}, {NULL}};
static PyStructSequence_Desc desc = {"injected.s", "", fields, 1};
static PyTypeObject seq_type; //~ ISO002

static struct PyModuleDef injected_module = {PyModuleDef_HEAD_INIT, "injected", NULL, -1, NULL};

PyMODINIT_FUNC
PyInit_injected(void) //~ INIT001
{
    if (PyStructSequence_InitType2(&seq_type, &desc) < 0) {
        return NULL;
    }
    return PyModule_Create2(&injected_module, PYTHON_API_VERSION);
}
