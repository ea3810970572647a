#include <Python.h>

// Deallocs left as they were when their types became heap types.
#define FLAGS (Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE)

/* Memory given back by hand. */
typedef struct { PyObject_HEAD void *panel; } Panel;
static void
panel_dealloc(Panel *self) //~ GC021
{
    free(self->panel);
    PyObject_Free(self);
}
static PyType_Slot panel_slots[] = {{Py_tp_dealloc, panel_dealloc}, {0, NULL}};
static PyType_Spec panel_spec = {"m.Panel", sizeof(Panel), 0, FLAGS, panel_slots};

/* A tree node with a dict. */
typedef struct { PyObject_HEAD PyObject *dict; } Node;
static int node_traverse(Node *self, visitproc visit, void *arg) { Py_VISIT(Py_TYPE(self)); Py_VISIT(self->dict); return 0; }
static int node_clear(Node *self) { Py_CLEAR(self->dict); return 0; }
static void
node_dealloc(Node *self) //~ GC021
{
    PyObject_GC_UnTrack(self);
    Py_CLEAR(self->dict);
    Py_TYPE(self)->tp_free(self);
}
static PyType_Slot node_slots[] = {{Py_tp_dealloc, node_dealloc}, {Py_tp_traverse, node_traverse}, {Py_tp_clear, node_clear}, {0, NULL}};
static PyType_Spec node_spec = {"m.Node", sizeof(Node), 0, FLAGS | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE, node_slots};

/* Above a static base, whose dealloc knows nothing of heap types. */
static void
str_dealloc(PyObject *self) //~ GC021
{
    PyUnicode_Type.tp_dealloc(self);
}
static PyType_Slot str_slots[] = {{Py_tp_dealloc, str_dealloc}, {0, NULL}};
static PyType_Spec str_spec = {"m.Str", 0, 0, FLAGS, str_slots};

int
add_types(PyObject *m)
{
    PyObject *a = PyType_FromModuleAndSpec(m, &panel_spec, NULL);
    PyObject *b = PyType_FromModuleAndSpec(m, &node_spec, NULL);
    PyObject *c = PyType_FromModuleAndSpec(m, &str_spec, (PyObject *)&PyUnicode_Type);
    return a == NULL || b == NULL || c == NULL ? -1 : 0;
}
