#include <Python.h>

// Fields that are visited in other ways than by their name in Py_VISIT, or that are no objects of their own.
typedef struct node { PyObject_HEAD PyObject *key; struct node *next; } Node;
typedef struct { PyObject *call; PyObject *module; } context;
typedef struct {
    PyObject_HEAD
    PyObject *items[4];
    PyObject *left, *right;
    context *authorizer;
    PyObject *tagged;
    PyObject *dict;
    PyObject *im_weakreflist;
    PyObject *hidden; //~ GC031
} Thing;
#define JOIN_OBJ(p) ((PyObject *)((uintptr_t)(p) & ~(uintptr_t)1))
#define VISIT_CONTEXT(ctx)               \
    do {                                 \
        if (ctx) {                       \
            Py_VISIT((ctx)->call);       \
            Py_VISIT((ctx)->module);     \
        }                                \
    } while (0)

static int
visit_both(PyObject **pair, visitproc visit, void *arg)
{
    Py_VISIT(pair[0]);
    Py_VISIT(pair[1]);
    return 0;
}
static int
thing_traverse(Thing *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    for (int i = 0; i < 4; i++) {
        Py_VISIT(self->items[i]);
    }
    int e = visit_both(&self->left, visit, arg);
    if (e) {
        return e;
    }
    PyObject *right = self->right;
    Py_VISIT(right);
    VISIT_CONTEXT(self->authorizer);
    Py_VISIT(JOIN_OBJ(self->tagged));
    if (self->dict) {
        e = visit(self->dict, arg);
        if (e) {
            return e;
        }
    }
    return 0;
}
static int
thing_clear(Thing *self)
{
    for (int i = 0; i < 4; i++) {
        Py_CLEAR(self->items[i]);
    }
    Py_CLEAR(self->left);
    Py_CLEAR(self->right);
    if (self->authorizer) {
        Py_CLEAR(self->authorizer->call);
        Py_CLEAR(self->authorizer->module);
    }
    PyObject *tagged = JOIN_OBJ(self->tagged);
    self->tagged = NULL;
    Py_XDECREF(tagged);
    Py_CLEAR(self->dict);
    Py_CLEAR(self->hidden);
    return 0;
}
static PyType_Slot thing_slots[] = {{Py_tp_traverse, thing_traverse}, {Py_tp_clear, thing_clear}, {0, NULL}};
PyType_Spec thing_spec = {"m.Thing", sizeof(Thing), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, thing_slots};

/* The first field of a base struct, visited by the traverse of the base. */
typedef struct { PyObject_HEAD PyObject *inherited; } Base;
typedef struct { Base base; PyObject *own; } Sub;
static int base_traverse(Base *self, visitproc visit, void *arg) { Py_VISIT(Py_TYPE(self)); Py_VISIT(self->inherited); return 0; }
static int base_clear(Base *self) { Py_CLEAR(self->inherited); return 0; }
static int sub_traverse(Sub *self, visitproc visit, void *arg) { Py_VISIT(self->own); return base_traverse(&self->base, visit, arg); }
static int sub_clear(Sub *self) { Py_CLEAR(self->own); return base_clear((Base *)self); }
static PyType_Slot sub_slots[] = {{Py_tp_traverse, sub_traverse}, {Py_tp_clear, sub_clear}, {0, NULL}};
PyType_Spec sub_spec = {"m.Sub", sizeof(Sub), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, sub_slots};
