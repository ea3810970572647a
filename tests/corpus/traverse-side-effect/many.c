/* One helper with an effect, reached from more traverse functions than are named; parameters with other names. */
#include <Python.h>

typedef struct { PyObject_HEAD PyObject *a; PyObject *b; } Obj;
typedef struct { PyObject *error; } state;

static int
look(PyObject *self)
{
    PyErr_SetString(PyExc_ValueError, "no");
    return PyObject_IsTrue(self); //~ GC032
}

#define TRAVERSE(name) \
static int \
name(PyObject *self, visitproc visit, void *arg) \
{ \
    look(self); \
    Py_VISIT(Py_TYPE(self)); \
    Py_VISIT(((Obj *)self)->a); \
    Py_VISIT(((Obj *)self)->b); \
    return 0; \
}

static int
first(PyObject *self, visitproc visit, void *arg)
{
    look(self);
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(((Obj *)self)->a);
    Py_VISIT(((Obj *)self)->b);
    return 0;
}
TRAVERSE(second)
TRAVERSE(third)
TRAVERSE(fourth)
TRAVERSE(fifth)
TRAVERSE(sixth)

static int obj_clear(PyObject *self) { Py_CLEAR(((Obj *)self)->a); Py_CLEAR(((Obj *)self)->b); return 0; }

#define FLAGS Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE
#define SPEC(of, traverse) \
    static PyType_Slot of##_slots[] = {{Py_tp_traverse, traverse}, {Py_tp_clear, obj_clear}, {0, NULL}}; \
    PyType_Spec of = {"m." #of, sizeof(Obj), 0, FLAGS, of##_slots};
SPEC(A, first)
SPEC(B, second)
SPEC(C, third)
SPEC(D, fourth)
SPEC(E, fifth)
SPEC(F, sixth)
