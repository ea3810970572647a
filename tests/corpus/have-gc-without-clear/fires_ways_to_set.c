#include <Python.h>

// Fields that change after construction, each in its own way.
typedef struct { PyObject_HEAD PyObject *next; } Node;
typedef struct { PyObject_HEAD PyObject *cb; } Member;
typedef struct { PyObject_HEAD PyObject *cb; } Init;
#define GC (Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC)

static int node_traverse(Node *self, visitproc visit, void *arg) { Py_VISIT(Py_TYPE(self)); Py_VISIT(self->next); return 0; }
static PyObject *
node_link(Node *self, PyObject *next)
{
    Py_XSETREF(self->next, Py_NewRef(next));
    Py_RETURN_NONE;
}
static PyMethodDef node_methods[] = {{"link", (PyCFunction)node_link, METH_O}, {NULL}};
static PyType_Slot node_slots[] = {{Py_tp_traverse, node_traverse}, {Py_tp_methods, node_methods}, {0, NULL}};
static PyType_Spec node_spec = {"m.Node", sizeof(Node), 0, GC, node_slots}; //~ GC008

/* A member that Python code may set. */
static int member_traverse(Member *self, visitproc visit, void *arg) { Py_VISIT(Py_TYPE(self)); Py_VISIT(self->cb); return 0; }
static void
member_dealloc(Member *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    Py_XDECREF(self->cb);
    tp->tp_free(self);
    Py_DECREF(tp);
}
static PyMemberDef member_members[] = {{"cb", Py_T_OBJECT_EX, offsetof(Member, cb), 0}, {NULL}};
static PyType_Slot member_slots[] = {
    {Py_tp_traverse, member_traverse}, {Py_tp_dealloc, member_dealloc}, {Py_tp_members, member_members}, {0, NULL},
};
static PyType_Spec member_spec = {"m.Member", sizeof(Member), 0, GC, member_slots}; //~ GC008

/* The constructor of Python may run twice. */
static int init_traverse(Init *self, visitproc visit, void *arg) { Py_VISIT(Py_TYPE(self)); Py_VISIT(self->cb); return 0; }
static int
init_init(Init *self, PyObject *args, PyObject *kwargs)
{
    PyObject *cb;
    if (!PyArg_ParseTuple(args, "O", &cb)) {
        return -1;
    }
    Py_INCREF(cb);
    Py_XDECREF(self->cb);
    self->cb = cb;
    return 0;
}
static PyType_Slot init_slots[] = {{Py_tp_traverse, init_traverse}, {Py_tp_init, init_init}, {0, NULL}};
static PyType_Spec init_spec = {"m.Init", sizeof(Init), 0, GC, init_slots}; //~ GC008

int
add_types(PyObject *m)
{
    PyObject *a = PyType_FromModuleAndSpec(m, &node_spec, NULL);
    PyObject *b = PyType_FromModuleAndSpec(m, &member_spec, NULL);
    PyObject *c = PyType_FromModuleAndSpec(m, &init_spec, NULL);
    return a == NULL || b == NULL || c == NULL ? -1 : 0;
}
