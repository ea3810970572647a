#include <Python.h>
#include <structmember.h>

typedef struct { PyObject_HEAD PyObject *module; } Func;
static PyObject *get_module(PyObject *self, void *closure);

static PyMemberDef func_members[] = {
    {.name = "__module__", .type = T_OBJECT, .offset = offsetof(Func, module)},
    {NULL},
};
static PyType_Slot func_slots[] = {{Py_tp_members, func_members}, {0, NULL}};
PyType_Spec func_spec = {"func", sizeof(Func), 0, Py_TPFLAGS_DEFAULT, func_slots}; //~ GC005

static PyGetSetDef asked_getset[] = {{"__module__", get_module}, {NULL}};
static PyType_Slot asked_slots[] = {{Py_tp_getset, asked_getset}, {0, NULL}};
PyType_Spec asked_spec = {"asked", sizeof(Func), 0, Py_TPFLAGS_DEFAULT, asked_slots}; //~ GC005

static PyMemberDef other_members[] = {{"__name__", T_OBJECT, offsetof(Func, module)}, {NULL}};
static PyType_Slot other_slots[] = {{Py_tp_members, other_members}, {0, NULL}};
PyType_Spec other_spec = {"other", sizeof(Func), 0, Py_TPFLAGS_DEFAULT, other_slots}; //~ HT008 GC005

PyObject *make_func(PyObject *module) { return PyType_FromModuleAndSpec(module, &func_spec, NULL); }
PyObject *make_asked(PyObject *module) { return PyType_FromModuleAndSpec(module, &asked_spec, NULL); }
PyObject *make_other(PyObject *module) { return PyType_FromModuleAndSpec(module, &other_spec, NULL); }
