/* The build asks for the limited API, not the file. */
#include <Python.h>

typedef struct { PyObject_HEAD PyObject *weak; } Pipe;

static PyMemberDef pipe_members[] = {
    {.name = "__weaklistoffset__", .type = Py_T_PYSSIZET, .offset = offsetof(Pipe, weak), .flags = Py_READONLY},
    {NULL},
};
static PyType_Slot pipe_slots[] = {{Py_tp_members, pipe_members}, {0, NULL}};
PyType_Spec pipe_spec = {"m.Pipe", sizeof(Pipe), 0, Py_TPFLAGS_DEFAULT, pipe_slots}; //~ GC005

PyObject *make_pipe(PyObject *module) { return PyType_FromModuleAndSpec(module, &pipe_spec, NULL); }
