/* Parameters and helpers with other names: what the edit writes. */
#include <Python.h>

typedef struct { PyObject_HEAD PyObject *a; } Obj; //~ GC031

static int part(PyObject *self, visitproc visit, void *arg) { Py_VISIT(((Obj *)self)->a); return 0; }
static void nothing(PyObject *self, visitproc visit, void *arg) { visit(self, arg); }
static int *points(PyObject *self, visitproc visit, void *arg) { return NULL; }
int vendor_part(PyObject *self, visitproc visit, void *arg);
static int vret;

static int
usual(PyObject *self, visitproc visit, void *arg)
{
    int result = 0;
    Py_VISIT(Py_TYPE(self));
    visit(((Obj *)self)->a, arg); //~ GC036
    part(self, visit, arg); //~ GC036
    nothing(self, visit, arg);
    points(self, visit, arg);
    vendor_part(self, visit, arg);
    (void)PyObject_VisitManagedDict(self, visit, arg);
    return result + vret;
}

static int
other_arg(PyObject *self, visitproc visit, void *data)
{
    Py_VISIT(Py_TYPE(self));
    visit(((Obj *)self)->a, data); //~ GC036
    return 0;
}

static int
other_visit(PyObject *self, visitproc call, void *arg)
{
    call((PyObject *)Py_TYPE(self), arg); //~ GC036
    PyType_Type.tp_traverse(self, call, arg); //~ GC036
    PyType_Type.tp_is_gc(self);
    return 0;
}

static int obj_clear(PyObject *self) { Py_CLEAR(((Obj *)self)->a); return 0; }
#define FLAGS Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE
static PyType_Slot one[] = {{Py_tp_traverse, usual}, {Py_tp_clear, obj_clear}, {0, NULL}};
static PyType_Slot two[] = {{Py_tp_traverse, other_arg}, {Py_tp_clear, obj_clear}, {0, NULL}};
static PyType_Slot three[] = {{Py_tp_traverse, other_visit}, {Py_tp_clear, obj_clear}, {0, NULL}};
PyType_Spec One = {"m.One", sizeof(Obj), 0, FLAGS, one};
PyType_Spec Two = {"m.Two", sizeof(Obj), 0, FLAGS, two};
PyType_Spec Three = {"m.Three", sizeof(Obj), 0, FLAGS, three};
