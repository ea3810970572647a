/* Only the module of the type's own file gives its name. */
#include <Python.h>

static PyType_Slot slots[] = {{0, NULL}};
static PyType_Spec plain = {"Plain", 16, 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, slots}; //~ HT008
static PyType_Spec named = {.basicsize = 16, .name = "Named", .slots = slots, .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE}; //~ HT008
static PyType_Spec empty = {"", 16, 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, slots};
#define NAME "Macro"
static PyType_Spec macro = {NAME, 16, 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, slots};
static PyType_Spec joined = {"Jo" "ined", 16, 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, slots}; //~ HT008

static int
run(PyObject *m)
{
    PyModule_AddObjectRef(m, "doc", PyUnicode_FromString("__doc__"));
    PyObject_SetAttrString(m, "__doc__", Py_None);
    PyModule_Add(m, "Plain", PyType_FromModuleAndSpec(m, &plain, NULL));
    PyModule_Add(m, "Named", PyType_FromModuleAndSpec(m, &named, NULL));
    PyModule_Add(m, "Empty", PyType_FromModuleAndSpec(m, &empty, NULL));
    PyModule_Add(m, "Macro", PyType_FromModuleAndSpec(m, &macro, NULL));
    return PyModule_Add(m, "Joined", PyType_FromModuleAndSpec(m, &joined, NULL));
}

static PyModuleDef_Slot module_slots[] = {{Py_mod_exec, run}, {0, NULL}};
static PyModuleDef def = {PyModuleDef_HEAD_INIT, "one", NULL, 0, NULL, module_slots}; //~ INIT005
PyMODINIT_FUNC PyInit_one(void) { return PyModuleDef_Init(&def); }
