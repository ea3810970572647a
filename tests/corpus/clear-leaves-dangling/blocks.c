/* Fields of the object itself, of structs and arrays in it, and of blocks that it points to. */
#include <Python.h>

struct part { PyObject *inner; };
struct node { PyObject *value; struct node *next; };
typedef struct {
    PyObject_HEAD
    PyObject *own;
    struct part part;
    struct part *far;
    PyObject *list[4];
    struct node *nodes;
} Obj;

static int
obj_traverse(PyObject *op, visitproc visit, void *arg)
{
    Obj *self = (Obj *)op;
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(self->own);
    Py_VISIT(self->part.inner);
    Py_VISIT(self->far->inner);
    Py_VISIT(self->list[0]);
    for (struct node *node = self->nodes; node != NULL; node = node->next) {
        Py_VISIT(node->value);
    }
    return 0;
}

static int
obj_clear(PyObject *op)
{
    Obj *self = (Obj *)op;
    Obj *alias;
    struct part *part = &self->part;
    struct part *far = self->far;
    alias = self;
    Py_XDECREF(alias->own); //~ GC035
    Py_XDECREF(part->inner); //~ GC035
    Py_XDECREF(far->inner);
    struct part **where = &self->far;
    Py_XDECREF((*where)->inner);
    Py_XDECREF(self->list[0]);
    while (self->nodes != NULL) {
        struct node *node = self->nodes;
        self->nodes = node->next;
        Py_XDECREF(node->value);
        PyMem_Free(node);
    }
    return 0;
}

static PyType_Slot obj_slots[] = {
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {0, NULL},
};
PyType_Spec obj_spec = {"m.obj", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, obj_slots};

int
add_types(PyObject *module)
{
    return PyModule_Add(module, "obj", PyType_FromModuleAndSpec(module, &obj_spec, NULL));
}

/* Nothing is given back here: the block stays, and so do the pointers in it. */
typedef struct { PyObject_HEAD struct part *far; } Kept;

static int
kept_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(((Kept *)self)->far->inner);
    return 0;
}

static int
kept_clear(PyObject *self)
{
    Py_XDECREF(((Kept *)self)->far->inner); //~ GC035
    return 0;
}

static PyType_Slot kept_slots[] = {
    {Py_tp_traverse, kept_traverse},
    {Py_tp_clear, kept_clear},
    {0, NULL},
};
PyType_Spec kept_spec = {"m.kept", sizeof(Kept), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, kept_slots};

int
add_kept(PyObject *module)
{
    return PyModule_Add(module, "kept", PyType_FromModuleAndSpec(module, &kept_spec, NULL));
}
