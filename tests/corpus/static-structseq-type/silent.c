#include <Python.h>

static PyStructSequence_Field fields[] = {{"size", NULL}, {NULL, NULL}};
static PyStructSequence_Desc desc = {"fs.stat", NULL, fields, 1};
typedef struct { PyTypeObject *Stat_Type; } state;

int
fs_exec(PyObject *module, state *st)
{
    st->Stat_Type = PyStructSequence_NewType(&desc);
    return st->Stat_Type == NULL ? -1 : 0;
}
