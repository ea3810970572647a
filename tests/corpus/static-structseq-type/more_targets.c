#include <Python.h>

static PyStructSequence_Desc desc = {"fs.stat", NULL, NULL, 1};
static PyTypeObject By_Alias_Type; //~ ISO002
static PyTypeObject Never_Filled_Type; //~ ISO001
static PyTypeObject Guarded_Type; //~ ISO002
static PyTypeObject By_Macro_Type; //~ ISO002

#define INIT_SEQUENCE(name) PyStructSequence_InitType(&name##_Type, &desc)

int
fs_exec(PyObject *module)
{
    static PyTypeObject Local_Type; //~ ISO002
    PyTypeObject *alias = &By_Alias_Type;
    PyTypeObject *made = PyMem_Calloc(1, sizeof(PyTypeObject));
    PyStructSequence_InitType(alias, &desc);
    PyStructSequence_InitType(&Local_Type, &desc);
    PyStructSequence_InitType(made, &desc);
    INIT_SEQUENCE(By_Macro);
#if PY_VERSION_HEX < 0x030C0000
    if (PyStructSequence_InitType2(&Guarded_Type, &desc) < 0) {
        return -1;
    }
#endif
    return PyModule_AddObjectRef(module, "T", (PyObject *)&Never_Filled_Type);
}
