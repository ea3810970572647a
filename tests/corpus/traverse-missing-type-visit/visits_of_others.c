#include <Python.h>

// What stands in a traverse beside the visit of the type: loops, macros, conditions.
typedef struct node { PyObject_HEAD PyObject *key; struct node *next; } Node;
typedef struct {
    PyObject_HEAD
    PyObject *items[8];
    Py_ssize_t used;
    Node *first;
    PyObject *errors;
    PyObject *text;
#ifdef Py_DEBUG
    PyObject *trace;
#endif
} Ring;
typedef struct { PyObject *call; PyObject *module; } callback;
#define GC (Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC)
#define JOIN_OBJ(p) ((PyObject *)((uintptr_t)(p) & ~(uintptr_t)1))
#define IS_CUSTOM(e) ((uintptr_t)(e) > 8)
#define VISIT_ALL(r)                                   \
    do {                                               \
        for (Py_ssize_t i = 0; i < (r)->used; i++) {   \
            Py_VISIT((r)->items[i]);                   \
        }                                              \
    } while (0)

/* Everything but the type. */
static int
bad_traverse(PyObject *op, visitproc visit, void *arg) //~ GC001
{
    Ring *self = (Ring *)op;
    VISIT_ALL(self);
    for (Node *link = self->first; link != NULL; link = link->next) {
        Py_VISIT(link->key);
        Py_VISIT(Py_TYPE(link));
    }
    if (IS_CUSTOM(self->errors)) {
        Py_VISIT(self->errors);
    }
    Py_VISIT(JOIN_OBJ(self->text));
#ifdef Py_DEBUG
    Py_VISIT(self->trace);
#endif
    return 0;
}

/* The same, and the type in the middle. */
static int
good_traverse(PyObject *op, visitproc visit, void *arg)
{
    Ring *self = (Ring *)op;
    VISIT_ALL(self);
    for (Node *link = self->first; link != NULL; link = link->next) {
        Py_VISIT(link->key);
        Py_VISIT(Py_TYPE(link));
    }
    Py_VISIT(Py_TYPE(self));
    if (IS_CUSTOM(self->errors)) {
        Py_VISIT(self->errors);
    }
    Py_VISIT(JOIN_OBJ(self->text));
#ifdef Py_DEBUG
    Py_VISIT(self->trace);
#endif
    return 0;
}

/* The type of a field, and of a local that is another object. */
static int
field_type_traverse(PyObject *op, visitproc visit, void *arg) //~ GC001
{
    Ring *self = (Ring *)op;
    PyObject *other = self->errors;
    Py_VISIT(Py_TYPE(self->first));
    if (other != NULL) {
        Py_VISIT(Py_TYPE(other));
    }
    Py_VISIT(other);
    return 0;
}

/* Metaclass: the static `type` does not visit the type of a class. */
static int
meta_traverse(PyObject *self, visitproc visit, void *arg) //~ GC001
{
    return PyType_Type.tp_traverse(self, visit, arg);
}
static int
good_meta_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    return PyType_Type.tp_traverse(self, visit, arg);
}

/* A visit inside a loop that may run no time. */
static int
loop_traverse(PyObject *op, visitproc visit, void *arg) //~ GC001
{
    Ring *self = (Ring *)op;
    for (Py_ssize_t i = 0; i < self->used; i++) {
        Py_VISIT(self->items[i]);
    }
    return 0;
}

/* A lock held around the visits. */
void lock(Ring *);
void unlock(Ring *);
static int
locked_traverse(PyObject *op, visitproc visit, void *arg)
{
    Ring *self = (Ring *)op;
    int r = 0;
    lock(self);
    r = visit((PyObject *)Py_TYPE(self), arg);
    if (r == 0 && self->errors) {
        r = visit(self->errors, arg);
    }
    unlock(self);
    return r;
}

/* A chain of conditions that stops at the first visitor that says so. */
static int
chained_traverse(PyObject *op, visitproc visit, void *arg)
{
    Ring *self = (Ring *)op;
    int r;
    if ((r = visit((PyObject *)Py_TYPE(op), arg)) != 0 || (self->errors && (r = visit(self->errors, arg)) != 0)) {
        return r;
    }
    return 0;
}

#define SPEC(name, f) \
    static PyType_Slot name##_slots[] = {{Py_tp_traverse, (void *)f}, {0, NULL}}; \
    PyType_Spec name##_spec = {.name = "m." #name, .basicsize = sizeof(Ring), .flags = GC, .slots = name##_slots}
SPEC(Bad, bad_traverse);
SPEC(Good, good_traverse);
SPEC(FieldType, field_type_traverse);
SPEC(Meta, meta_traverse);
SPEC(GoodMeta, good_meta_traverse);
SPEC(Loop, loop_traverse);
SPEC(Locked, locked_traverse);
SPEC(Chained, chained_traverse);
