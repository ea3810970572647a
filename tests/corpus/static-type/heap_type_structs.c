#include <Python.h>

typedef struct { PyHeapTypeObject base; long registered; } MetaType;

static PyHeapTypeObject Plain = {{PyVarObject_HEAD_INIT(NULL, 0) .tp_name = "meta.Plain"}}; //~ ISO001
static MetaType Rich = {{{PyVarObject_HEAD_INIT(NULL, 0) .tp_name = "meta.Rich"}}, 0}; //~ ISO001

int
meta_add(PyObject *module)
{
    Rich.registered = 1;
    if (PyModule_AddType(module, &Plain.ht_type) < 0) {
        return -1;
    }
    return PyModule_AddType(module, &Rich.base.ht_type);
}
