// Types with fields by name: one tracked by the collector, with weak references and a dict; one that has it as its base.
#include <Python.h>
#include <structmember.h>
#include <stddef.h>

typedef struct {
  PyObject_HEAD
  PyObject *held;
  PyObject *dict;
  PyObject *weakrefs;
} Node;

static int node_traverse(Node *self, visitproc visit, void *arg) {
  Py_VISIT(self->held);
  Py_VISIT(self->dict);
  return 0;
}

static int node_clear(Node *self) {
  Py_CLEAR(self->held);
  Py_CLEAR(self->dict);
  return 0;
}

static void node_dealloc(Node *self) {
  if (self->weakrefs != NULL)
    PyObject_ClearWeakRefs((PyObject *)self);
  node_clear(self);
  Py_TYPE(self)->tp_free((PyObject *)self);
}

static PyObject *node_add(PyObject *a, PyObject *b) {
  return PyLong_FromLong(42);
}

static int node_bool(PyObject *self) {
  return 0;
}

static PyNumberMethods node_number = {
  .nb_add = node_add,
  .nb_bool = node_bool,
};

static PyMemberDef node_members[] = {
  {"held", 6 /* T_OBJECT */, offsetof(Node, held), 0, NULL},
  {NULL, 0, 0, 0, NULL},
};

static PyGetSetDef node_getset[] = {
  {"__dict__", PyObject_GenericGetDict, PyObject_GenericSetDict, NULL, NULL},
  {NULL, NULL, NULL, NULL, NULL},
};

static PyTypeObject node_type = {
  PyVarObject_HEAD_INIT(NULL, 0)
  .tp_name = "collected.Node",
  .tp_basicsize = sizeof(Node),
  .tp_dealloc = (destructor)node_dealloc,
  .tp_as_number = &node_number,
  .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC,
  .tp_traverse = (traverseproc)node_traverse,
  .tp_clear = (inquiry)node_clear,
  .tp_weaklistoffset = offsetof(Node, weakrefs),
  .tp_dictoffset = offsetof(Node, dict),
  .tp_members = node_members,
  .tp_getset = node_getset,
  .tp_new = PyType_GenericNew,
};

typedef struct {
  Node node;
  PyObject *more;
} Leaf;

static int leaf_traverse(Leaf *self, visitproc visit, void *arg) {
  Py_VISIT(self->more);
  return node_type.tp_traverse((PyObject *)self, visit, arg);
}

static void leaf_dealloc(Leaf *self) {
  PyObject_GC_UnTrack(self);
  Py_CLEAR(self->more);
  node_type.tp_dealloc((PyObject *)self);
}

static PyTypeObject leaf_type = {
  PyVarObject_HEAD_INIT(NULL, 0)
  .tp_name = "collected.Leaf",
  .tp_basicsize = sizeof(Leaf),
  .tp_base = &node_type,
  .tp_dealloc = (destructor)leaf_dealloc,
  .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
  .tp_traverse = (traverseproc)leaf_traverse,
};

static PyObject *oddly_derived;

static struct PyModuleDef module = {
  PyModuleDef_HEAD_INIT,
  .m_name = "collected",
  .m_size = -1,
};

PyMODINIT_FUNC PyInit_collected(void) {
  if (PyType_Ready(&leaf_type) < 0 || PyType_Ready(&node_type) < 0)
    return NULL;
  PyObject *m = PyModule_Create(&module);
  if (m == NULL)
    return NULL;
  if (PyModule_AddObject(m, "Node", (PyObject *)&node_type) < 0) {
    Py_DECREF(m);
    return NULL;
  }
  if (PyModule_AddType(m, &leaf_type) < 0) {
    Py_DECREF(m);
    return NULL;
  }
  oddly_derived = (PyObject *)&leaf_type;
  return m;
}
