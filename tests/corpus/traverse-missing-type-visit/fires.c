#include <Python.h>

typedef struct { PyObject_HEAD PyObject *cb; struct link *first; } Thing;
typedef struct link { PyObject_HEAD struct link *next; } Link;

/* Designated spec. */
static int
plain_traverse(PyObject *op, visitproc visit, void *arg) //~ GC001
{
    Thing *self = (Thing *)op;
    Py_VISIT(self->cb);
    return 0;
}
static PyType_Slot plain_slots[] = {{Py_tp_traverse, plain_traverse}, {0, NULL}};
PyType_Spec plain_spec = {
    .name = "m.Plain",
    .basicsize = sizeof(Thing),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .slots = plain_slots,
};

/* Positional spec, struct parameter, other parameter names, the visitor called by hand. */
static int
hand_traverse(Thing *o, visitproc v, void *a) //~ GC001
{
    int e;
    if (o->cb) {
        e = (*v)(o->cb, a);
        if (e) return e;
    }
    return 0;
}
static PyType_Slot hand_slots[] = {{Py_tp_traverse, (void *)hand_traverse}, {0, 0}};
PyType_Spec hand_spec = {"m.Hand", sizeof(Thing), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, hand_slots};

/* Visits the type of another object. */
static int
link_traverse(PyObject *op, visitproc visit, void *arg) //~ GC001
{
    Thing *self = (Thing *)op;
    Link *link = self->first;
    while (link != NULL) {
        Py_VISIT(Py_TYPE(link));
        link = link->next;
    }
    return 0;
}
static PyType_Slot link_slots[] = {{Py_tp_traverse, (traverseproc)link_traverse}, {0, NULL}};
#define THING_FLAGS (Py_TPFLAGS_DEFAULT | \
                     Py_TPFLAGS_HAVE_GC)
PyType_Spec link_spec = {.name = "m.Linked", .basicsize = sizeof(Thing), .flags = THING_FLAGS, .slots = link_slots};

/* A static base never visits the type. */
static int
list_sub_traverse(PyObject *self, visitproc visit, void *arg) //~ GC001
{
    return PyList_Type.tp_traverse(self, visit, arg);
}
static PyType_Slot list_sub_slots[] = {{Py_tp_traverse, list_sub_traverse}, {Py_tp_base, &PyList_Type}, {0, NULL}};
PyType_Spec list_sub_spec = {.name = "m.L", .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, .slots = list_sub_slots};

static int
error_traverse(PyObject *self, visitproc visit, void *arg) //~ GC001
{
    Py_VISIT(((Thing *)self)->cb);
    return ((PyTypeObject *)PyExc_BaseException)->tp_traverse(self, visit, arg);
}
static PyType_Slot error_slots[] = {{Py_tp_traverse, error_traverse}, {0, NULL}};
PyType_Spec error_spec = {.name = "m.E", .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, .slots = error_slots};

/* A helper that does not do it either. */
static int
helper(Thing *self, visitproc visit, void *arg)
{
    Py_VISIT(self->cb);
    return 0;
}
static int
helped_traverse(PyObject *self, visitproc visit, void *arg) //~ GC001
{
    return helper((Thing *)self, visit, arg);
}
static PyType_Slot helped_slots[] = {{Py_tp_traverse, helped_traverse}, {0, NULL}};
PyType_Spec helped_spec = {.name = "m.H", .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, .slots = helped_slots};

/* The managed dict is not the type. */
static int
dict_traverse(PyObject *self, visitproc visit, void *arg) //~ GC001
{
    return PyObject_VisitManagedDict(self, visit, arg);
}
static PyType_Slot dict_slots[] = {{Py_tp_traverse, dict_traverse}, {0, NULL}};
PyType_Spec dict_spec = {
    .name = "m.D",
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_MANAGED_DICT,
    .slots = dict_slots,
};
