#include <Python.h>

static PyStructSequence_Field fields[] = {{"size", NULL}, {NULL, NULL}};
static PyStructSequence_Desc desc = {"fs.stat", NULL, fields, 1};
static PyTypeObject Stat_Type; //~ ISO002
static PyTypeObject Usage_Type = {{{0}}}; //~ ISO002

int
fs_exec(PyObject *module)
{
    if (PyStructSequence_InitType2(&Stat_Type, &desc) < 0) {
        return -1;
    }
    PyStructSequence_InitType(&Usage_Type, &desc);
    return 0;
}
