/* Two macros that get the visitor and do nothing: the first is pointed at. */
#include <Python.h>

typedef struct { PyObject_HEAD PyObject *list; } Obj;

#define VISIT_TYPE(op, visit, arg)
#define VISIT_FLAGS(op, visit, arg) ((void)0)

static int
obj_traverse(PyObject *self, visitproc visit, void *arg) //~ GC001
{
    VISIT_TYPE(self, visit, arg);
    VISIT_FLAGS(self, visit, arg);
    Py_VISIT(((Obj *)self)->list);
    return 0;
}

static int
obj_clear(PyObject *self)
{
    Py_CLEAR(((Obj *)self)->list);
    return 0;
}

static PyType_Slot obj_slots[] = {
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {0, NULL},
};
PyType_Spec obj_spec = {"m.Obj", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, obj_slots};
