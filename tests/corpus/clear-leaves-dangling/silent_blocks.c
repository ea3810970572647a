#include <Python.h>

/* Nodes and an array that are freed with what they hold; a struct within the object stays. */
typedef struct node { PyObject *key; struct node *next; } Node;
typedef struct { PyObject *left; PyObject *right; } Pair;
typedef struct { PyObject_HEAD Node *first; Pair *pairs; Py_ssize_t count; Pair inner; } Obj;

static int
obj_traverse(Obj *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    for (Node *node = self->first; node != NULL; node = node->next) {
        Py_VISIT(node->key);
    }
    Py_VISIT(self->inner.left);
    Py_VISIT(self->inner.right);
    return 0;
}

static int
obj_clear(Obj *self)
{
    while (self->first != NULL) {
        Node *node = self->first;
        self->first = node->next;
        Py_DECREF(node->key);
        PyMem_Free(node);
    }
    for (Py_ssize_t i = 0; i < self->count; i++) {
        Py_XDECREF(self->pairs[i].left);
    }
    PyMem_Free(self->pairs);
    self->pairs = NULL;
    Py_DecRef(self->inner.left); //~ GC035
    Py_CLEAR(self->inner.right);
    return 0;
}

static PyType_Slot obj_slots[] = {
    {Py_tp_traverse, obj_traverse},
    {Py_tp_clear, obj_clear},
    {0, NULL},
};
PyType_Spec obj_spec = {"m.obj", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, obj_slots};
