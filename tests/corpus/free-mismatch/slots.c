/* tp_free in all spellings, static and heap, with own allocators. */
#include <Python.h>

typedef struct { PyObject_HEAD PyObject *a; } Obj;

static int obj_traverse(PyObject *self, visitproc visit, void *arg) { Py_VISIT(Py_TYPE(self)); Py_VISIT(((Obj *)self)->a); return 0; }
static int obj_clear(PyObject *self) { Py_CLEAR(((Obj *)self)->a); return 0; }
static void own_free(void *self) { PyObject_GC_Del(self); }
static PyObject *own_alloc(PyTypeObject *type, Py_ssize_t n) { return PyObject_Malloc(type->tp_basicsize); }
static void plain_dealloc(PyObject *self) { PyObject_Free(self); } //~ GC013

#define GC Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC
#define STATIC(of, ...) PyTypeObject of = { PyVarObject_HEAD_INIT(NULL, 0) .tp_name = "m." #of, .tp_basicsize = sizeof(Obj), __VA_ARGS__ }
STATIC(Null, .tp_flags = GC, .tp_traverse = obj_traverse, .tp_clear = obj_clear, .tp_free = NULL); //~ ISO001
STATIC(Fits, .tp_flags = GC, .tp_traverse = obj_traverse, .tp_clear = obj_clear, .tp_free = PyObject_GC_Del); //~ ISO001
STATIC(Plain, .tp_flags = GC, .tp_traverse = obj_traverse, .tp_clear = obj_clear, .tp_free = PyObject_Free); //~ GC013 ISO001
STATIC(Malloc, .tp_flags = GC, .tp_traverse = obj_traverse, .tp_clear = obj_clear, .tp_free = free); //~ GC013 ISO001
STATIC(Own, .tp_flags = GC, .tp_traverse = obj_traverse, .tp_clear = obj_clear, .tp_free = own_free); //~ ISO001
STATIC(Collector, .tp_flags = Py_TPFLAGS_DEFAULT, .tp_free = PyObject_GC_Del); //~ GC013 ISO001
STATIC(Allocates, .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, .tp_alloc = own_alloc, .tp_dealloc = plain_dealloc, .tp_new = PyType_GenericNew); //~ GC009 ISO001
STATIC(Frees, .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, .tp_free = PyObject_Free, .tp_dealloc = plain_dealloc, .tp_new = PyType_GenericNew); //~ GC009 ISO001
STATIC(Subclassed, .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, .tp_dealloc = plain_dealloc, .tp_new = PyType_GenericNew); //~ GC009 ISO001
STATIC(Never, .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, .tp_dealloc = plain_dealloc); //~ GC009 ISO001
STATIC(Disallowed, .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_DISALLOW_INSTANTIATION, .tp_dealloc = plain_dealloc, .tp_new = PyType_GenericNew); //~ GC009 ISO001
STATIC(OfObject, .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, .tp_base = &PyBaseObject_Type, .tp_dealloc = plain_dealloc); //~ GC009 ISO001
STATIC(OfList, .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, .tp_base = &PyLong_Type, .tp_dealloc = plain_dealloc); //~ GC009 ISO001
STATIC(OfOwn, .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, .tp_base = &Subclassed, .tp_dealloc = plain_dealloc); //~ GC009 ISO001

static PyType_Slot own[] = {{Py_tp_traverse, obj_traverse}, {Py_tp_clear, obj_clear}, {Py_tp_free, own_free}, {0, NULL}}; //~ GC023
static PyType_Slot fits[] = {{Py_tp_traverse, obj_traverse}, {Py_tp_clear, obj_clear}, {Py_tp_free, PyObject_GC_Del}, {0, NULL}};
PyType_Spec own_spec = {"m.Own", sizeof(Obj), 0, GC, own};
PyType_Spec fits_spec = {"m.Fits", sizeof(Obj), 0, GC, fits};
