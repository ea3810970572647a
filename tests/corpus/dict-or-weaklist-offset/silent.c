#include <Python.h>

typedef struct { PyObject_HEAD int fd; } F;

int managed_traverse(PyObject *, visitproc, void *);
int managed_clear(PyObject *);

static PyType_Slot managed_slots[] = {
    {Py_tp_traverse, managed_traverse},
    {Py_tp_clear, managed_clear},
    {0, NULL},
};
PyType_Spec managed_spec = {"m.managed", sizeof(F), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_MANAGED_DICT, managed_slots};

int
add_types(PyObject *module)
{
    if (PyModule_Add(module, "managed", PyType_FromModuleAndSpec(module, &managed_spec, NULL)) < 0) {
        return -1;
    }
    return 0;
}
