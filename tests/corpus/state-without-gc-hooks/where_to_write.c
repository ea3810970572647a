/* Positional definitions of all lengths, names that are taken, definitions under a condition: where hooks can be written. */
#include <Python.h>

typedef struct { PyObject *error; PyObject *list; } state;

static int
fill(PyObject *m)
{
    state *st = PyModule_GetState(m);
    st->error = PyErr_NewException("m.E", NULL, NULL);
    st->list = PyList_New(0);
    return 0;
}

static PyModuleDef_Slot slots[] = {{Py_mod_exec, fill}, {0, NULL}};

static PyModuleDef six = { PyModuleDef_HEAD_INIT, "six", NULL, sizeof(state), NULL, slots, }; //~ INIT003 INIT005
static PyModuleDef nine = { PyModuleDef_HEAD_INIT, "nine", NULL, sizeof(state), NULL, slots, NULL, NULL, NULL }; //~ INIT003 INIT005
static PyModuleDef seven = { PyModuleDef_HEAD_INIT, "seven", NULL, sizeof(state), NULL, slots, NULL }; //~ INIT003 INIT005
static PyModuleDef one_null = { PyModuleDef_HEAD_INIT, .m_name = "one_null", .m_size = sizeof(state), .m_slots = slots, .m_clear = NULL }; //~ INIT003 INIT005
static PyModuleDef half = { PyModuleDef_HEAD_INIT, "half", .m_size = sizeof(state), .m_slots = slots }; //~ INIT003 INIT005

static int taken_traverse(PyObject *m, visitproc visit, void *arg);
#define named_clear 1
static PyModuleDef taken = { PyModuleDef_HEAD_INIT, .m_name = "taken", .m_size = sizeof(state), .m_slots = slots }; //~ INIT003 INIT005
static PyModuleDef named = { PyModuleDef_HEAD_INIT, .m_name = "named", .m_size = sizeof(state), .m_slots = slots }; //~ INIT003 INIT005

#ifdef WITH_MORE
static PyModuleDef more = { PyModuleDef_HEAD_INIT, .m_name = "more", .m_size = sizeof(state), .m_slots = slots }; //~ INIT003 INIT005
PyMODINIT_FUNC PyInit_more(void) { return PyModuleDef_Init(&more); } //~ INIT011
#endif
#define DEFINE(name) static PyModuleDef name = { PyModuleDef_HEAD_INIT, .m_name = #name, .m_size = sizeof(state), .m_slots = slots }
DEFINE(made); //~ INIT003 INIT005

PyMODINIT_FUNC PyInit_six(void) { return PyModuleDef_Init(&six); }
PyMODINIT_FUNC PyInit_nine(void) { return PyModuleDef_Init(&nine); }
PyMODINIT_FUNC PyInit_seven(void) { return PyModuleDef_Init(&seven); }
PyMODINIT_FUNC PyInit_one_null(void) { return PyModuleDef_Init(&one_null); }
PyMODINIT_FUNC PyInit_half(void) { return PyModuleDef_Init(&half); }
PyMODINIT_FUNC PyInit_taken(void) { return PyModuleDef_Init(&taken); }
PyMODINIT_FUNC PyInit_named(void) { return PyModuleDef_Init(&named); }
PyMODINIT_FUNC PyInit_made(void) { return PyModuleDef_Init(&made); }

static int taken_traverse(PyObject *m, visitproc visit, void *arg) { return 0; }
