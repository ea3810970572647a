#include <Python.h>
#include <structmember.h>

struct Box {
    PyObject_HEAD
    PyObject *plain; //~ GC031
    PyObject *named; //~ GC031
};

static int
box_traverse(Box *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    return 0;
}

static PyMemberDef box_members[] = {
    {const_cast<char *>("plain"), T_OBJECT_EX, offsetof(Box, plain), 0, nullptr},
    {(char *)"named", T_OBJECT, offsetof(Box, named), 0, nullptr},
    {nullptr, 0, 0, 0, nullptr},
};

static PyType_Slot box_slots[] = {
    {Py_tp_traverse, (void *)box_traverse},
    {Py_tp_members, box_members},
    {0, nullptr},
};

PyType_Spec box_spec = {"spam.Box", sizeof(Box), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, box_slots};
